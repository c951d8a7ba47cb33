/**
 * `npm run mutate:lua` changes the Lua scripts of the Redis store in small ways, one at a time, and lists the changes that no
 * test notices. It takes hours, so it is not part of CI. Some files only: `FILES='sweep.lua list.lua' npm run mutate:lua`.
 * It changes the files of the worktree and restores them: edit nothing there meanwhile.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const library = new URL('../../libs/sessions-redis/', import.meta.url);
const scripts = new URL('src/scripts/', library);

/** The specs in the order in which they run until one fails: the quickest first. */
const STEPS = [['src/operations/(sweeps|steps)'], ['src/redis-session.store'], ['src/(layout|operations|consumer)/']];
const LONGEST_STEP_MS = 300_000;

const REPLACEMENTS = [
  [/ <= /g, ' < '],
  [/ >= /g, ' > '],
  [/ < /g, ' <= '],
  [/ > /g, ' >= '],
  [/ == /g, ' ~= '],
  [/ ~= /g, ' == '],
  [/ and /g, ' or '],
  [/ or /g, ' and '],
  [/\bif not /g, 'if '],
  [/ \+ /g, ' - '],
  [/ - /g, ' + '],
  // A command whose reply is not used.
  [/^( *)(?:redis\.)?call\(.*\)$/gm, '$1'],
];

/** The source once for each place that can change, without its comments and what they say. */
function* mutantsOf(source) {
  for (const [pattern, replacement] of REPLACEMENTS) {
    for (const match of source.matchAll(pattern)) {
      const line = source.slice(source.lastIndexOf('\n', match.index) + 1).split('\n', 1)[0];
      if (line.trim().startsWith('--')) continue;
      const after = match[0].replace(new RegExp(pattern.source, 'm'), replacement);
      const number = source.slice(0, match.index).split('\n').length;
      yield {
        source: source.slice(0, match.index) + after + source.slice(match.index + match[0].length),
        what: `${String(number)}: "${match[0].trim()}" becomes "${after.trim()}" in: ${line.trim()}`,
      };
    }
  }
}

function write(file, source) {
  writeFileSync(file, source);
  execFileSync(process.execPath, [fileURLToPath(new URL('generate.mjs', scripts))]);
}

/** Whether these specs fail, or take too long. */
async function isNoticedBy(specs) {
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings=ExperimentalWarning' };
  const options = { cwd: fileURLToPath(library), env, stdio: 'ignore', detached: true };
  const child = spawn('npx', ['jest', '--bail', '--silent', ...specs], options);
  // The group, because a script that never ends would leave its server behind.
  const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), LONGEST_STEP_MS);
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  return code !== 0;
}

async function isNoticed() {
  for (const specs of STEPS) if (await isNoticedBy(specs)) return true;
  return false;
}

let isInterrupted = false;
process.once('SIGINT', () => (isInterrupted = true));

const wanted = process.env.FILES?.split(' ');
const files = readdirSync(scripts, { recursive: true }).filter((file) => file.endsWith('.lua'));
let [made, noticed] = [0, 0];
for (const name of files.filter((file) => wanted?.includes(file) ?? true).sort()) {
  const file = new URL(name, scripts);
  const source = readFileSync(file, 'utf8');
  try {
    for (const mutant of mutantsOf(source)) {
      if (isInterrupted) break;
      write(file, mutant.source);
      made += 1;
      if (await isNoticed()) noticed += 1;
      else console.log(`No test notices ${name}:${mutant.what}`);
    }
  } finally {
    write(file, source);
  }
}
console.log(`Noticed: ${String(noticed)} of ${String(made)}.`);
