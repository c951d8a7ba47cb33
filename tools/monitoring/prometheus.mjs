import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const PROGRAMS = ['prometheus', 'promtool'];
const cache = join(import.meta.dirname, '..', '..', '.cache', 'prometheus');
const unpacked = join(cache, 'root', 'usr', 'bin');

/**
 * The folder with `prometheus` and `promtool`: one of the path, or else Debian's package, unpacked into a folder of the
 * workspace, so that nothing is installed on the machine. Throws if apt can't provide it.
 */
export function prometheusFolder() {
  const folders = [...(process.env.PATH ?? '').split(delimiter), unpacked];
  const folder = folders.find((one) => PROGRAMS.every((program) => existsSync(join(one, program))));
  if (folder !== undefined) return folder;
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const options = ['-qq', '-o', 'APT::Sandbox::User=root'];
  run('apt-get', [...options, 'update']);
  run('apt-get', [...options, 'download', 'prometheus']);
  for (const name of readdirSync(cache).filter((file) => file.endsWith('.deb'))) run('dpkg', ['-x', name, 'root']);
  return unpacked;
}

function run(command, args) {
  execFileSync(command, args, { cwd: cache, stdio: ['ignore', 'ignore', 'pipe'] });
}
