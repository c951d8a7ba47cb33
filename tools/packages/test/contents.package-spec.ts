import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { brokenLinks } from '../../../docs/test/links.js';
import { packageFolder, PROJECTS } from './fresh-application.js';

const run = promisify(execFile);

/** The files of a package other than its code, LICENSE, README and manifests. */
const MORE = {
  sessions: [
    'docs/a-store-of-your-own.md',
    'docs/bundling.md',
    'docs/chat-sessions.md',
    'docs/guests.md',
    'docs/kubernetes-probes.md',
    'docs/login-with-a-cookie.md',
    'docs/many-instances.md',
    'docs/metrics.md',
    'docs/sockets.md',
    'docs/stolen-ids.md',
    'docs/testing-with-the-fake-clock.md',
    'schematics/collection.json',
    'schematics/generators.json',
    'schematics/init.schema.json',
    'schematics/nest-add.schema.json',
  ],
  'sessions-redis': [],
  'sessions-file': [],
  'sessions-cli': [],
};

/** Nobody imports the command from CommonJS. */
const ESM_ONLY: readonly string[] = ['sessions-cli'];

describe.each(PROJECTS)('The packed package of %s', (project) => {
  let folder: string;
  let files: readonly string[];
  const read = (path: string): Promise<string> => readFile(join(folder, path), 'utf8');

  beforeAll(async () => {
    const temporary = await mkdtemp(join(tmpdir(), 'sessions-packed-'));
    const { stdout } = await run('npm', ['pack', packageFolder(project), '--pack-destination', temporary]);
    await run('tar', ['-xzf', join(temporary, stdout.trim()), '-C', temporary]);
    folder = join(temporary, 'package');
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    files = found
      .filter((one) => one.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
  });

  afterAll(() => rm(join(folder, '..'), { recursive: true }));

  it('holds what a user needs and nothing else', () => {
    const code = files.filter((path) => /^(dist|cjs)\/(?!.*\.spec\.).*\.(js|d\.ts)$/.test(path));
    const formats = ESM_ONLY.includes(project) ? ['dist'] : ['dist', 'cjs'];
    for (const format of formats) {
      expect(code).toEqual(expect.arrayContaining([`${format}/index.js`, `${format}/index.d.ts`]));
    }
    expect(files.filter((path) => !code.includes(path)).sort()).toEqual(
      [
        'LICENSE',
        'README.md',
        ...(formats.includes('cjs') ? ['cjs/package.json'] : []),
        ...MORE[project],
        'package.json',
      ].sort(),
    );
  });

  it('has its README in full, except for where links lead', async () => {
    const withoutTargets = (text: string): string => text.replaceAll(/\]\([^)\s]+\)/g, ']()');
    const source = await readFile(join(packageFolder(project), '..', 'README.md'), 'utf8');
    expect(withoutTargets(await read('README.md'))).toBe(withoutTargets(source));
  });

  it('has documents whose links work in the package or on the web', () => {
    const documents = files.filter((path) => path.endsWith('.md'));
    expect(documents.flatMap((document) => brokenLinks(document, folder))).toEqual([]);
  });

  it('has no link to a source file that is not packed', async () => {
    expect(await read('package.json')).not.toMatch(/nest-sessions-source|\.\/src/);
  });

  it('has nothing that publint finds', async () => {
    expect((await publint({ pkgDir: packageFolder(project), strict: true })).messages).toEqual([]);
  });

  it('has types that resolve under node10, node16 and bundler resolution, by every door', async () => {
    const { stdout } = await run('npx', [
      'attw',
      '--pack',
      packageFolder(project),
      '--profile',
      ESM_ONLY.includes(project) ? 'esm-only' : 'strict',
      '--format',
      'json',
    ]);
    const { analysis } = JSON.parse(stdout) as { analysis: { problems: { resolutionKind?: string }[] } };
    const counts = ({ resolutionKind = '' }): boolean =>
      !ESM_ONLY.includes(project) || !['node10', 'node16-cjs'].includes(resolutionKind);
    expect(analysis.problems.filter(counts)).toEqual([]);
  });
});

describe('The packed package of sessions-redis', () => {
  it('has a README that names the eviction policy that Redis needs', async () => {
    const readme = await readFile(join(packageFolder('sessions-redis'), 'README.md'), 'utf8');
    expect(readme).toContain('maxmemory-policy noeviction');
  });
});
