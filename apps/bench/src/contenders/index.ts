import type { Awaitable, Contender, ContenderFactory } from './contender.js';

export const MEMORY_STORE = 'MemorySessionStore';
export const SERVICE = 'SessionsService';
export const LRU_CACHE = 'lru-cache';
export const SCANNED_MAP = 'scanned Map';
export const EXPRESS_SESSION = 'express-session MemoryStore';
export const KEYV = 'keyv';
export const TIMER_EACH = 'setTimeout each';
export const FLOOR = 'floor (Map.get + write)';

/** Each is loaded only by the process that measures it. */
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

/** All that keep whole sessions. */
export const KEEPERS: readonly string[] = Object.keys(FACTORIES).filter((name) => name !== FLOOR);

export async function openContender(name: string, capacity: number): Promise<Contender> {
  const load: (() => Awaitable<ContenderFactory>) | undefined = FACTORIES[name];
  if (load === undefined) throw new Error(`There is no contender ${name}.`);
  const factory = await load();
  return factory(capacity);
}
