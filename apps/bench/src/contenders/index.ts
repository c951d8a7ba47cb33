import type { Awaitable, Contender, ContenderFactory } from './contender.js';

export const MEMORY_STORE = 'MemorySessionStore';
export const SERVICE = 'SessionsService';
export const LRU_CACHE = 'lru-cache';
export const SCANNED_MAP = 'scanned Map';
export const EXPRESS_SESSION = 'express-session MemoryStore';
export const KEYV = 'keyv';
export const TIMER_EACH = 'setTimeout each';
export const FLOOR = 'floor (Map.get + write)';

/** A process loads only the contender that it measures. */
const FACTORIES: Readonly<Record<string, () => Promise<ContenderFactory>>> = {
  [MEMORY_STORE]: async () => (await import('./memory-session-store.js')).memorySessionStore,
  [SERVICE]: async () => (await import('./sessions-service.js')).sessionsService,
  [LRU_CACHE]: async () => (await import('./lru-cache.js')).lruCache,
  '@isaacs/ttlcache': async () => (await import('./ttlcache.js')).ttlCache,
  [EXPRESS_SESSION]: async () => (await import('./express-session.js')).expressSessionMemoryStore,
  [KEYV]: async () => (await import('./keyv.js')).keyv,
  [TIMER_EACH]: async () => (await import('./timer-each.js')).timerEach,
  [SCANNED_MAP]: async () => (await import('./scanned-map.js')).scannedMap,
  [FLOOR]: async () => (await import('./floor.js')).floor,
};

/** The contenders that run the code of this project. */
export const OWN: readonly string[] = [MEMORY_STORE, SERVICE];

/** All contenders that store whole sessions: all but the floor. */
export const STORES: readonly string[] = Object.keys(FACTORIES).filter((name) => name !== FLOOR);

export async function openContender(name: string, capacity: number): Promise<Contender> {
  const load: (() => Awaitable<ContenderFactory>) | undefined = FACTORIES[name];
  if (load === undefined) throw new Error(`There is no contender ${name}.`);
  const factory = await load();
  return factory(capacity);
}
