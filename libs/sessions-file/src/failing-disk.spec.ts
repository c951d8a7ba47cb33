import { describe, expect, it, jest } from '@jest/globals';
import { temporaryDirectories } from '../test/temporary-directory.js';
import { until } from '../test/until.js';
import { Database } from './database.js';
import { FileSessionStore } from './file-session.store.js';

const SESSION = {
  userId: 'ada',
  attributes: {},
  metadata: {},
  timeouts: { idleTimeoutMs: 60_000, absoluteTimeoutMs: 60_000, warningThresholdMs: 1000, autoRenew: true },
};
const FULL = new Error('IO error: /data/db/000003.log: No space left on device');
const REASON = "The sessions can't be written to disk (No space left on device). Free space or repair the disk.";

const newDirectory = temporaryDirectories();

describe('A disk that takes no writes', () => {
  it('is the reason in the counts and in every refused change, until a write succeeds', async () => {
    const directory = newDirectory();
    const store = new FileSessionStore({ directory });
    await store.opened();
    const { session } = await store.create(SESSION);
    const write = jest.spyOn(Database.prototype, 'write').mockRejectedValue(FULL);

    const failed = store.create(SESSION);
    await expect(failed).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', message: REASON });
    const writes = write.mock.calls.length;
    await expect(store.touch(session.id)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', message: REASON });
    expect(write).toHaveBeenCalledTimes(writes);
    // The create that failed is in memory; whether it takes place is not known yet.
    expect(await store.counts()).toMatchObject({ active: 2, refusesChanges: REASON });
    expect(await store.get(session.id)).toMatchObject({ state: 'active', session: { renewalCount: 0 } });

    write.mockRestore();
    await until('changes are taken again', async () => (await store.counts()).refusesChanges === undefined);
    expect((await store.touch(session.id)).state).toBe('active');
    await store.close();
    const again = new FileSessionStore({ directory });
    await again.opened();
    expect(await again.counts()).toMatchObject({ active: 2 });
    await again.close();
  });
});
