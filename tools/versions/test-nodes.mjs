/**
 * Runs the tests of `nest-sessions` on each supported version of Node.js except the one that runs this script, because
 * `npm test` covers that one. Npm installs the versions into a cache of its own. `MAJORS=22,26` picks some.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const SUPPORTED = ['20', '22', '24', '26'];
const workspace = join(import.meta.dirname, '..', '..');
const [own] = process.versions.node.split('.');
const majors = process.env.MAJORS?.split(',') ?? SUPPORTED.filter((major) => major !== own);

const failed = [];
for (const major of majors) {
  console.log(`\nnest-sessions on Node.js ${major}:`);
  // The npm package that contains this version of Node.js.
  const args = [
    '--yes',
    '--package',
    `node@${major}`,
    'node',
    join(workspace, 'node_modules/jest/bin/jest.js'),
    '--silent',
  ];
  const { status } = spawnSync('npx', args, {
    cwd: join(workspace, 'libs/sessions'),
    env: { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings=ExperimentalWarning' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) failed.push(major);
}

console.log(`\nTested on Node.js ${majors.join(', ')}; \`npm test\` tests on ${own}.`);
if (failed.length > 0) throw new Error(`The tests fail on Node.js ${failed.join(', ')}.`);
