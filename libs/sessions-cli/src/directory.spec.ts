import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

  it('writes no files into an empty directory', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    expect(await running(['stats', '--target', empty])).toMatchObject({
      code: 2,
      notes: expect.stringContaining('There are no sessions in'),
    });
    const { code, out } = await running(['doctor', '--target', empty]);
    expect([code, out[0]]).toEqual([0, expect.stringMatching(/^WARNING {2}directory +There are no sessions in/)]);
    expect(readdirSync(empty)).toEqual([]);
  });

  it('says that another process has the directory open', async () => {
    const { directory } = await filled();
    const open = new FileSessionStore({ directory });
    await open.opened();
    try {
      const { code, notes } = await running(['stats', '--target', directory]);
      expect([code, notes]).toEqual([
        3,
        expect.stringMatching(/has them open; .* give the URL of that server: --target http:/),
      ]);
      const doctor = await running(['doctor', '--target', directory]);
      expect(doctor.code).toBe(1);
      expect(doctor.out.join('\n')).toMatch(
        /PROBLEM {2}directory .*\n.*Give the URL of the server that has them open instead\./,
      );
    } finally {
      await open.close();
    }
  });
});

describe('The doctor of a directory', () => {
  it('finds nothing wrong with a healthy one', async () => {
    const { directory } = await filled();
    const { code, out } = await running(['doctor', '--target', directory]);
    expect(out[0]).toMatch(/^ok +directory +opened; 1 active sessions$/);
    expect(out.join('\n')).not.toContain('PROBLEM');
    expect(code).toBe(0);
  });

  it('finds a directory of another user, and one that holds other files', async () => {
    const { directory } = await filled();
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'notes.txt'), '');
    const strange = await running(['doctor', '--target', other]);
    expect([strange.code, strange.out[0]]).toEqual([1, expect.stringMatching(/^PROBLEM .*holds other files/)]);
    expect(readdirSync(other)).toEqual(['notes.txt']);
    // Only root can change the owner of a directory. Any other user checks one that belongs to root.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(directory, 1, 1);
    const foreign = await running(['doctor', '--target', isRoot ? directory : '/usr']);
    expect([foreign.code, foreign.out.join('\n')]).toEqual([
      1,
      expect.stringMatching(/^PROBLEM .*belongs to user \d+.*\n.*Run the check as the user of the server/),
    ]);
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
