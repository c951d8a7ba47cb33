/**
 * Runs the tests behind nginx and HAProxy. Installs Debian's packages if it may. If a program is missing, prints that this
 * was not tested.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PROXIES = ['nginx', 'haproxy'];
const project = join(import.meta.dirname, '..', '..');
const jest = join(project, '..', '..', 'node_modules', 'jest', 'bin', 'jest.js');

const missing = PROXIES.filter((name) => !isThere(name));
if (missing.length > 0) install(missing);
const stillMissing = missing.filter((name) => !isThere(name));
if (stillMissing.length > 0) {
  console.log(`NOT TESTED behind nginx and HAProxy: install ${stillMissing.join(' and ')} to test it.`);
} else {
  const args = [jest, '-c', 'jest.proxies.config.cjs', ...process.argv.slice(2)];
  process.exitCode = spawnSync(process.execPath, args, { cwd: project, stdio: 'inherit' }).status ?? 1;
}

function isThere(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** Installs Debian's packages, which must not start services. */
function install(packages) {
  if (process.getuid?.() !== 0 || !isThere('apt-get')) return;
  const policy = '/usr/sbin/policy-rc.d';
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
      const { stderr, status } = spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' });
      if (status !== 0) console.error(stderr);
    }
  } finally {
    if (isOurs) rmSync(policy);
  }
}
