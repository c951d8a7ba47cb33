import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { environment, packageFolder } from './fresh-application.js';

const run = promisify(execFile);

it('A package is laid out even if the home is read-only', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sessions-laid-out-'));
  try {
    const project = join(packageFolder('sessions'), '..');
    const { npm_config_cache: _, ...env } = environment();
    // Even root can't create a folder there.
    const options = { cwd: project, env: { ...env, HOME: '/dev/null/home' } };
    await run(process.execPath, [join(import.meta.dirname, '..', 'lay-out.mjs'), folder], options);
    const filesIn = async (path: string): Promise<string[]> => (await readdir(path, { recursive: true })).sort();
    expect(await filesIn(folder)).toEqual(await filesIn(packageFolder('sessions')));
  } finally {
    await rm(folder, { recursive: true });
  }
});
