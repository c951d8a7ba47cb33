import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { PACKAGE } from './fresh-application.js';

const run = promisify(execFile);

describe('The packed package', () => {
  it('holds what a user needs and nothing else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sessions-packed-'));
    const packed = await run('npm', ['pack', PACKAGE, '--pack-destination', folder]);
    const { stdout } = await run('tar', ['-tzf', join(folder, packed.stdout.trim())]);
    await rm(folder, { recursive: true });
    const paths = stdout
      .trim()
      .replaceAll(/^package\//gm, '')
      .split('\n');
    const code = paths.filter((path) => /^(dist|cjs)\/(?!.*\.spec\.).*\.(js|d\.ts)$/.test(path));
    expect(code).toEqual(
      expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'cjs/index.js', 'cjs/index.d.ts']),
    );
    expect(paths.filter((path) => !code.includes(path)).sort()).toEqual([
      'LICENSE',
      'README.md',
      'cjs/package.json',
      'package.json',
      'schematics/collection.json',
      'schematics/generators.json',
      'schematics/init.schema.json',
      'schematics/nest-add.schema.json',
    ]);
  });

  it('leads nobody to sources that are not packed', async () => {
    expect(await readFile(join(PACKAGE, 'package.json'), 'utf8')).not.toMatch(/nest-sessions-source|\.\/src/);
  });

  it('has nothing that publint finds', async () => {
    expect((await publint({ pkgDir: PACKAGE, strict: true })).messages).toEqual([]);
  });

  it('has types that resolve under node10, node16 and bundler resolution, by every door', async () => {
    const { stdout } = await run('npx', ['attw', '--pack', PACKAGE, '--profile', 'strict', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ analysis: { problems: [] } });
  });
});
