import { setImmediate as turn } from 'node:timers/promises';
import { ClassicLevel } from 'classic-level';

/** A key and its new value; `undefined` removes it. */
export interface Entry {
  readonly key: Buffer;
  readonly value: Buffer | undefined;
}

export type StoredEntry = readonly [key: Buffer, value: Buffer];

/** The most entries of one read. */
const READ_ENTRIES = 400;
const READ_BYTES = 256 * 1024;
/**
 * The event loop turns after so many entries, which take about a tenth of a millisecond. More would take much longer while the
 * garbage collector runs: it takes a step with each entry, and ends only when the event loop turns.
 */
const SLICE_ENTRIES = 50;

/** Before and after all keys. */
const FIRST_KEY = Buffer.of(0);
const LAST_KEY = Buffer.of(255);

const ENCODINGS = { keyEncoding: 'buffer', valueEncoding: 'buffer' } as const;

/** The files, as LevelDB keeps them. After a failed write, they accept no writes until they are opened again. */
export class Database {
  #level: ClassicLevel<Buffer, Buffer>;

  private constructor(
    private readonly location: string,
    level: ClassicLevel<Buffer, Buffer>,
  ) {
    this.#level = level;
  }

  /** Rejects with the error of LevelDB. */
  static async open(location: string): Promise<Database> {
    return new Database(location, await openLevel(location));
  }

  static async repair(location: string): Promise<void> {
    await ClassicLevel.repair(location);
  }

  /** Writes all entries or none. With `sync` it resolves once they are on the disk, else once the system has them. */
  async write(entries: readonly Entry[], sync: boolean): Promise<void> {
    await this.#level.batch(
      entries.map(({ key, value }) => (value === undefined ? { type: 'del', key } : { type: 'put', key, value })),
      { sync },
    );
  }

  /** After a failed write nobody knows what is in LevelDB's log; opening reads it again. */
  async reopen(): Promise<void> {
    await this.#level.close();
    this.#level = await openLevel(this.location);
  }

  async get(key: Buffer): Promise<Buffer | undefined> {
    return this.#level.get(key);
  }

  /** All entries in order of their keys, a few in each turn of the event loop. */
  async *entries(): AsyncGenerator<readonly StoredEntry[], void, undefined> {
    const iterator = this.#level.iterator({ highWaterMarkBytes: READ_BYTES, fillCache: false });
    try {
      for (;;) {
        const entries = await iterator.nextv(READ_ENTRIES);
        if (entries.length === 0) return;
        for (let from = 0; from < entries.length; from += SLICE_ENTRIES) {
          yield entries.slice(from, from + SLICE_ENTRIES);
          await turn();
        }
      }
    } finally {
      await iterator.close();
    }
  }

  /** Rewrites the files without replaced and removed entries. */
  async compact(): Promise<void> {
    await this.#level.compactRange(FIRST_KEY, LAST_KEY, ENCODINGS);
    // LevelDB rewrites its lowest files only when it merges others into them: one that reaches from the first to the last key.
    const around = [FIRST_KEY, LAST_KEY].map((key) => ({ key, value: undefined }));
    await this.write(around, true);
    await this.#level.compactRange(FIRST_KEY, LAST_KEY, ENCODINGS);
  }

  async close(): Promise<void> {
    await this.#level.close();
  }
}

async function openLevel(location: string): Promise<ClassicLevel<Buffer, Buffer>> {
  const level = new ClassicLevel<Buffer, Buffer>(location, ENCODINGS);
  await level.open();
  return level;
}
