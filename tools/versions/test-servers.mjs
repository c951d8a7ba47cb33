/**
 * Runs the tests of `nest-sessions-redis` on Redis 8 and Valkey 8. It unpacks the packages of Debian 13 and their libraries into
 * a folder of the workspace and installs nothing on the machine. If apt can't provide them, it prints NOT TESTED.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const SUITE = 'trixie';
const SERVERS = ['redis-server', 'valkey-server'];
const workspace = join(import.meta.dirname, '..', '..');
const cache = join(workspace, '.cache', 'servers');
const root = join(cache, 'root');

/** Settings that limit apt to one suite and one folder. In that folder, the list of installed packages is empty. */
const APT = [
  `Dir::State=${cache}`,
  `Dir::State::status=${join(cache, 'status')}`,
  `Dir::Etc::sourcelist=${join(cache, 'sources.list')}`,
  'Dir::Etc::sourceparts=/dev/null',
  `Dir::Cache=${cache}`,
  'APT::Install-Recommends=false',
  'APT::Sandbox::User=root',
].flatMap((setting) => ['-o', setting]);

const problem = unpackServers();
if (problem !== undefined) {
  console.log(`NOT TESTED on Redis 8 and Valkey 8: ${problem}`);
} else {
  const failed = SERVERS.filter((server) => !passesOn(server));
  if (failed.length > 0) throw new Error(`The tests fail on ${failed.join(' and ')}.`);
}

/** The reason why the servers can't be downloaded, or `undefined` if they are there. */
function unpackServers() {
  if (SERVERS.every((server) => existsSync(join(root, 'usr/bin', server)))) return undefined;
  try {
    const targets = run('apt-get', [
      'indextargets',
      '--format',
      '$(REPO_URI)',
      'Origin: Debian',
      'Created-By: Packages',
    ]);
    // The security archive has no such suite.
    const mirror = targets.split('\n').find((uri) => uri !== '' && !uri.includes('security'));
    if (mirror === undefined) return "apt has no package source of Debian's here";
    rmSync(cache, { recursive: true, force: true });
    for (const folder of ['lists/partial', 'archives/partial', 'root'])
      mkdirSync(join(cache, folder), { recursive: true });
    const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
    writeFileSync(join(cache, 'sources.list'), `deb [signed-by=${keyring}] ${mirror} ${SUITE} main\n`);
    writeFileSync(join(cache, 'status'), '');
    run('apt-get', [...APT, 'update', '-qq']);
    run('apt-get', [...APT, 'install', '--download-only', '--yes', '-qq', ...SERVERS]);
    const archives = join(cache, 'archives');
    for (const name of readdirSync(archives).filter((file) => file.endsWith('.deb'))) {
      run('dpkg', ['-x', join(archives, name), root]);
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Runs the tests with this server instead of the `redis-server` of the machine. */
function passesOn(server) {
  const libraries = join(root, 'usr/lib');
  // The servers need the C library and the loader of their suite.
  const loader = readdirSync(libraries, { recursive: true }).find((path) => /\/ld-linux[^/]*\.so\.\d+$/.test(path));
  const loaded = [
    join(libraries, loader),
    '--library-path',
    join(libraries, loader, '..'),
    join(root, 'usr/bin', server),
  ];
  const bin = join(cache, server);
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'redis-server'), `#!/bin/sh\nexec ${loaded.map((word) => `'${word}'`).join(' ')} "$@"\n`);
  chmodSync(join(bin, 'redis-server'), 0o755);
  console.log(`\nnest-sessions-redis on ${run(join(bin, 'redis-server'), ['--version']).trim()}:`);
  const { REDIS_URL: _, ...env } = process.env;
  const { status } = spawnSync(
    process.execPath,
    [join(workspace, 'node_modules/jest/bin/jest.js'), '--silent', ...process.argv.slice(2)],
    {
      cwd: join(workspace, 'libs/sessions-redis'),
      env: {
        ...env,
        PATH: `${bin}${delimiter}${env.PATH}`,
        NODE_OPTIONS: '--experimental-vm-modules --no-warnings=ExperimentalWarning',
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  return status === 0;
}

function run(command, args) {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
