import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSessionStore } from 'nest-sessions-file';
import { running } from '../test/running.js';

jest.setTimeout(30_000);

const HOUR = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'sessions-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

let directories = 0;

/** A directory with one session of Ada. */
async function filled(): Promise<{ directory: string; id: string }> {
  directories += 1;
  const directory = join(folder, String(directories));
  const store = new FileSessionStore({ directory });
  const { session } = await store.create({
    userId: 'ada',
    attributes: {},
    metadata: {},
    timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: HOUR, warningThresholdMs: 0, autoRenew: true },
  });
  await store.close();
  return { directory, id: session.id };
}

describe('With sessions in a directory, the command', () => {
  it('counts, lists and ends sessions', async () => {
    const { directory, id } = await filled();
    const on = (...args: readonly string[]): ReturnType<typeof running> =>
      running([...args, '--json', '--target', directory]);
    expect((await on('list', 'ada')).out).toEqual([expect.stringContaining('"user":"ada"')]);
    expect(await on('end', id)).toMatchObject({ code: 0 });
    expect((await on('stats')).out).toEqual([expect.stringContaining('"active":0')]);
  });

  it('creates no directory that is missing', async () => {
    const missing = join(folder, 'missing');
    expect(await running(['stats', '--target', missing])).toMatchObject({ code: 2 });
    expect(existsSync(missing)).toBe(false);
  });

  it('says that another process has the directory open', async () => {
    const { directory } = await filled();
    const open = new FileSessionStore({ directory });
    await open.opened();
    try {
      const { code, notes } = await running(['stats', '--target', directory]);
      expect([code, notes]).toEqual([
        3,
        expect.stringContaining('has them open; stop it, or choose another directory'),
      ]);
      const doctor = await running(['doctor', '--target', directory]);
      expect(doctor.code).toBe(1);
      expect(doctor.out.join('\n')).toMatch(
        /PROBLEM {2}directory .*\n.*Check the server that has them open by its URL\./,
      );
    } finally {
      await open.close();
    }
  });
});

describe('The doctor of a directory', () => {
  it('finds nothing wrong with a sound one', async () => {
    const { directory } = await filled();
    const { code, out } = await running(['doctor', '--target', directory]);
    expect(out[0]).toMatch(/^ok +directory +opened; 1 active sessions$/);
    expect(out.join('\n')).not.toContain('PROBLEM');
    expect(code).toBe(0);
  });

  it('finds damaged files, and that there is no directory', async () => {
    const { directory } = await filled();
    for (const name of readdirSync(join(directory, 'db')).filter((one) => one.startsWith('MANIFEST'))) {
      writeFileSync(join(directory, 'db', name), 'damaged');
    }
    const damaged = await running(['doctor', '--target', directory]);
    expect(damaged.code).toBe(1);
    expect(damaged.out[0]).toMatch(/^PROBLEM {2}directory .*files are damaged/);
    const missing = await running(['doctor', '--target', join(folder, 'missing')]);
    expect([missing.code, missing.out[0]]).toEqual([
      1,
      expect.stringMatching(/^PROBLEM {2}directory +There is no directory/),
    ]);
  });
});
