import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FileSessionStore } from '../../src/index.js';
import { until } from '../until.js';

const HOUR = 3_600_000;
const SESSION = {
  userId: 'ada',
  attributes: {},
  metadata: { note: 'x'.repeat(10_000) },
  timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: 1000, autoRenew: true },
};

const disk = mkdtempSync(join(tmpdir(), 'nest-sessions-disk-'));
const isMounted = mount();

afterAll(() => {
  if (isMounted) execFileSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

describe('A full disk', () => {
  it('makes the store refuse changes but no reads, until there is room again', async () => {
    if (!isMounted) {
      process.stderr.write('\nNOT TESTED: a full disk. This run may not mount a tmpfs; run it as root to test it.\n\n');
      return;
    }
    const filler = join(disk, 'filler');
    writeFileSync(filler, Buffer.alloc(10 * 1024 * 1024));
    const directory = join(disk, 'sessions');
    const store = new FileSessionStore({ directory, sync: 'everysecond' });
    await store.opened();
    const { session } = await store.create(SESSION);
    const created = await fill(store);

    await expect(store.create(SESSION)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(store.touch(session.id)).rejects.toThrow(/can't be written to disk .*Free space/);
    expect((await store.counts()).refusesChanges).toMatch(/can't be written to disk/);
    expect(await store.get(session.id)).toMatchObject({ state: 'active', session: { renewalCount: 0 } });
    const { total } = await store.list({ limit: 1 });
    // The one that failed may be there or not; those that were refused are not.
    assert.ok(total === created + 1 || total === created + 2, `${String(total)} of ${String(created)}`);

    rmSync(filler);
    await until('changes are taken again', async () => (await store.counts()).refusesChanges === undefined);
    expect((await store.touch(session.id)).state).toBe('active');
    await store.create(SESSION);
    const before = await store.counts();
    await store.close();

    const again = new FileSessionStore({ directory });
    await again.opened();
    expect((await again.counts()).active).toBe(before.active);
    await again.close();
  }, 60_000);
});

/** Creates sessions until one is refused; the answer is how many were created. */
async function fill(store: FileSessionStore): Promise<number> {
  for (let created = 0; ; created += 1) {
    try {
      await store.create(SESSION);
    } catch {
      return created;
    }
  }
}

function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
