import type { SessionData } from 'express-session';
import type { SessionStore } from 'nest-sessions/store';
import { promisify } from 'node:util';
import { inFlight, times, type Flight } from '../measuring/in-flight.js';
import { userId } from './filled.js';
import { MEMORY_STORE } from './index.js';
import { EMPTY, IDLE_MS, newId, newPeerSession, TIMEOUTS } from './peer-session.js';

export const FILE_ALWAYS = "FileSessionStore, sync: 'always'";
export const FILE_EVERYSECOND = "FileSessionStore, sync: 'everysecond'";
export const BARE_ALWAYS = 'bare batch of the same bytes, synced';
export const BARE_EVERYSECOND = 'bare batch of the same bytes, not synced';
export const SESSION_FILE_STORE = 'session-file-store';

export const FILL_IN_FLIGHT = 64;

/** Keeps sessions in a directory. */
export interface DiskStore {
  /** Creates `count` sessions, 64 at a time. */
  fill(count: number): Promise<void>;
  /** Touches random sessions for `ms` milliseconds, with `calls` touches in flight. */
  touch(calls: number, ms: number): Promise<Flight>;
  close(): Promise<void>;
}

/** Loads only what this contender needs: the file store is missing in older checkouts. */
const FACTORIES: Readonly<Record<string, (directory: string) => Promise<DiskStore>>> = {
  [FILE_ALWAYS]: async (directory) => ofStore(await fileStore(directory, 'always')),
  [FILE_EVERYSECOND]: async (directory) => ofStore(await fileStore(directory, 'everysecond')),
  [BARE_ALWAYS]: (directory) => bareBatches(directory, true),
  [BARE_EVERYSECOND]: (directory) => bareBatches(directory, false),
  [MEMORY_STORE]: async () => ofStore(new (await import('nest-sessions')).MemorySessionStore()),
  [SESSION_FILE_STORE]: sessionFileStore,
};

/** The bare batches with the same durability as a contender. */
export const BARE_OF: Readonly<Record<string, string>> = {
  [FILE_ALWAYS]: BARE_ALWAYS,
  [FILE_EVERYSECOND]: BARE_EVERYSECOND,
};

export const DISK_STORES: readonly string[] = Object.keys(FACTORIES);

export async function openDiskStore(contender: string, directory: string): Promise<DiskStore> {
  const open = FACTORIES[contender];
  if (open === undefined) throw new Error(`There is no contender ${contender}.`);
  return open(directory);
}

async function fileStore(directory: string, sync: 'always' | 'everysecond'): Promise<SessionStore> {
  const { FileSessionStore } = await import('nest-sessions-file');
  const store = new FileSessionStore({ directory, sync });
  await store.opened();
  return store;
}

function ofStore(store: SessionStore): DiskStore {
  const input = { attributes: EMPTY, metadata: EMPTY, timeouts: TIMEOUTS };
  return ofCalls({
    create: async (number) => (await store.create({ userId: userId(number), ...input })).session.id,
    touch: (id) => store.touch(id),
    close: () => store.close(),
  });
}

/** One file for each session, flushed to the disk at each change. A touch reads the file and writes it anew. */
async function sessionFileStore(path: string): Promise<DiskStore> {
  const { default: session } = await import('express-session');
  const { default: factory } = await import('session-file-store');
  const store = new (factory(session))({ path, reapInterval: -1, logFn: () => undefined });
  const cookie = new session.Cookie();
  cookie.originalMaxAge = IDLE_MS;
  const set = promisify(store.set.bind(store));
  const touch = promisify((id: string, data: SessionData, done: (error?: unknown) => void) => {
    store.touch?.(id, data, done);
  });
  return ofCalls({
    create: async (number) => {
      const { id, ...fields } = newPeerSession(userId(number));
      await set(id, { ...fields, cookie });
      return id;
    },
    touch: (id) => touch(id, { cookie }),
    close: () => Promise.resolve(),
  });
}

interface Calls {
  readonly create: (number: number) => Promise<string>;
  readonly touch: (id: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

function ofCalls({ create, touch, close }: Calls): DiskStore {
  const ids: string[] = [];
  return {
    fill: (count) =>
      times(count, FILL_IN_FLIGHT, async (number) => {
        ids.push(await create(number));
      }),
    touch: (calls, ms) => inFlight(calls, ms, () => touch(ids[Math.floor(Math.random() * ids.length)] ?? '')),
    close,
  };
}

const RECORD = 0;
const TIMES = 1;
const TIMES_BYTES = 21;
/** The record that the file store writes at the end of each batch. */
const SEAL = { type: 'put', key: Buffer.from([2]), value: Buffer.alloc(20, 1) } as const;

/** The database of the file store without the store: it writes the same batches, one at a time. */
async function bareBatches(directory: string, sync: boolean): Promise<DiskStore> {
  const { ClassicLevel } = await import('classic-level');
  const encodings = { keyEncoding: 'buffer', valueEncoding: 'buffer' } as const;
  const level = new ClassicLevel<Buffer, Buffer>(directory, encodings);
  await level.open();
  const put = (key: Buffer, value: Buffer) => ({ type: 'put', key, value }) as const;
  let size = 0;
  const created = () => {
    const number = size;
    size += 1;
    return [put(keyOf(number, RECORD), record(number)), put(keyOf(number, TIMES), someTimes())];
  };
  const touched = () => put(keyOf(Math.floor(Math.random() * size), TIMES), someTimes());
  return {
    async fill(count) {
      for (let left = count; left > 0; left -= FILL_IN_FLIGHT) {
        const batch = Array.from({ length: Math.min(left, FILL_IN_FLIGHT) }, created);
        await level.batch([...batch.flat(), SEAL], { sync });
      }
    },
    async touch(calls, ms) {
      const { perSecond, p50, p99 } = await inFlight(1, ms, () =>
        level.batch([...Array.from({ length: calls }, touched), SEAL], { sync }),
      );
      return { perSecond: perSecond * calls, p50, p99 };
    },
    close: () => level.close(),
  };
}

function keyOf(number: number, part: number): Buffer {
  const key = Buffer.alloc(8);
  key[0] = 3;
  key.writeUIntBE(number, 1, 6);
  key[7] = part;
  return key;
}

function record(number: number): Buffer {
  const { idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs, autoRenew } = TIMEOUTS;
  const timeouts = [idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs, autoRenew];
  return Buffer.from(JSON.stringify([number, newId(), userId(number), Date.now(), ...timeouts, EMPTY, EMPTY]));
}

function someTimes(): Buffer {
  const bytes = Buffer.alloc(TIMES_BYTES);
  bytes.writeDoubleLE(Date.now());
  return bytes;
}
