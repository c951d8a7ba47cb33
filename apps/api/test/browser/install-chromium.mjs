import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Makes sure that the browser of the browser test is there: Debian's chromium, installed where that is allowed. */
const CHROMIUM = '/usr/bin/chromium';
const PACKAGES = ['chromium', 'fonts-liberation'];

if (!existsSync(CHROMIUM)) {
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  const installed =
    mayInstall &&
    run(['update']) &&
    run(['install', '-y', '--no-install-recommends', ...PACKAGES]) &&
    existsSync(CHROMIUM);
  if (!installed) {
    console.error(
      `The browser test needs ${CHROMIUM}. Install it, on Debian with: apt-get install ${PACKAGES.join(' ')}`,
    );
    process.exit(1);
  }
}

function run(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stderr } = spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' });
  if (status !== 0) console.error(stderr);
  return status === 0;
}
