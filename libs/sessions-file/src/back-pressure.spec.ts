import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { temporaryDirectories } from '../test/temporary-directory.js';
import { Database } from './database.js';
import { FileSessionStore } from './file-session.store.js';

const MIB = 1024 * 1024;
const SESSION = {
  userId: 'ada',
  attributes: {},
  metadata: { text: 'x'.repeat(MIB) },
  timeouts: { idleTimeoutMs: 60_000, absoluteTimeoutMs: 60_000, warningThresholdMs: 1000, autoRenew: true },
};

const newDirectory = temporaryDirectories();

/** Holds up every write until `release`. The answer to `held` is how many writes wait. */
function holdWrites(): { readonly held: () => number; readonly release: () => void } {
  const gates: (() => void)[] = [];
  const write = Reflect.get(Database.prototype, 'write');
  const spy = jest.spyOn(Database.prototype, 'write').mockImplementation(async function (this: Database, ...args) {
    await new Promise<void>((resolve) => gates.push(resolve));
    await write.apply(this, args);
  });
  return {
    held: () => gates.length,
    release: () => {
      spy.mockRestore();
      for (const open of gates) open();
    },
  };
}

describe('A disk that is slower than the changes', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('begins operations until 8 MiB are pending, and the others once these are being written', async () => {
    const store = new FileSessionStore({ directory: newDirectory() });
    await store.opened();
    const { session } = await store.create({ ...SESSION, metadata: {} });
    const { held, release } = holdWrites();
    const first = store.touch(session.id);
    while (held() === 0) await turn();
    const creates = Array.from({ length: 20 }, () => store.create(SESSION));
    for (let turns = 0; turns < 10; turns += 1) await turn();
    // What is on its way is not pending; the eighth session exceeds 8 MiB together with its keys.
    expect((await store.list({ limit: 1 })).total).toBe(1 + 8);
    expect((await store.get(session.id)).state).toBe('active');
    release();
    await Promise.all([first, ...creates]);
    expect((await store.list({ limit: 1 })).total).toBe(1 + 20);
    await store.close();
  });
});
