/**
 * `npm run mutate:lua` changes the Lua scripts of the Redis store in small ways, one at a time, and lists the changes that no
 * test notices. It takes hours, so it is not part of CI. Some files only: `FILES='sweep.lua list.lua' npm run mutate:lua`.
 * `QUICK=1` leaves out the slow specs. `WORKERS=1` uses one core.
 * It works on copies of the library, and skips the changes that README.md lists as without effect.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equivalentsIn, keyOf, mutantsOf } from './lua-mutants.mjs';

const workspace = join(import.meta.dirname, '..', '..');
const library = join(workspace, 'libs', 'sessions-redis');
const scripts = join('src', 'scripts');
const WORKERS = Number(process.env.WORKERS ?? 2);
const isQuick = process.env.QUICK === '1';
const LONGEST_STEP_MS = 120_000;

const EVENTS = ['src/consumer/(event-consumer|event-follower|event-consumer-retries)\\.spec'];
const SESSIONS = ['src/redis-session.store', 'src/operations/(sweeps|steps)'];
const NEAREST = [
  [/^include\/stream|^drop-events|^include\/events/, ['src/operations/event-limits']],
  [/^counts/, ['src/operations/redis-health']],
  [/layout/, ['src/layout/']],
  [/record|quarantine/, ['src/layout/record-limits']],
  [/quarantine/, ['src/operations/event-limits']],
  [/indexes|end-oldest|misplaced/, ['src/operations/stray-entries']],
  [/event|park|take-back/, EVENTS],
];
const OTHERS = ['src/(layout|operations|consumer|connection)/'];

/** The specs that run one after another until one fails: the most likely first. */
function stepsFor(file) {
  const nearest = NEAREST.filter(([pattern]) => pattern.test(file)).map(([, specs]) => specs);
  const steps = [...nearest, SESSIONS];
  return isQuick ? steps : [...steps, OTHERS];
}

/** Whether these specs fail, or take too long, in a copy of the library. */
async function isNoticedBy(specs, copy) {
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings=ExperimentalWarning' };
  const flags = ['--bail', '--silent', '--runInBand', '--env', join(import.meta.dirname, 'first-failure.cjs')];
  const jest = join(workspace, 'node_modules', 'jest', 'bin', 'jest.js');
  const child = spawn(process.execPath, [jest, ...flags, ...specs], {
    cwd: copy,
    env,
    stdio: 'ignore',
    detached: true,
  });
  // The group, because a script that never ends would leave its server behind.
  const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), LONGEST_STEP_MS);
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  return code !== 0;
}

async function isNoticed({ file, source }, copy) {
  const original = readFileSync(join(library, scripts, file), 'utf8');
  writeFileSync(join(copy, scripts, file), source);
  execFileSync(process.execPath, [join(copy, scripts, 'generate.mjs')]);
  try {
    for (const specs of stepsFor(file)) if (await isNoticedBy(specs, copy)) return true;
    return false;
  } finally {
    writeFileSync(join(copy, scripts, file), original);
  }
}

let isInterrupted = false;
process.once('SIGINT', () => (isInterrupted = true));

const equivalents = equivalentsIn(readFileSync(join(import.meta.dirname, 'README.md'), 'utf8'));
const wanted = process.env.FILES?.split(' ');
const files = readdirSync(join(library, scripts), { recursive: true }).filter((file) => file.endsWith('.lua'));
const all = files
  .filter((file) => wanted?.includes(file) ?? true)
  .sort()
  .flatMap((file) =>
    [...mutantsOf(readFileSync(join(library, scripts, file), 'utf8'))].map((mutant) => ({ file, ...mutant })),
  );
const mutants = all.filter((mutant) => !equivalents.has(keyOf(mutant.file, mutant)));
const skipped = all.length - mutants.length;
const counts = new Map(mutants.map(({ file }) => [file, { made: 0, noticed: 0 }]));

/** Fails if the specs fail without any change: they would seem to notice every mutant. */
async function refuseFailingSpecs(copy) {
  for (const specs of new Set(all.flatMap(({ file }) => stepsFor(file)))) {
    if (await isNoticedBy(specs, copy))
      throw new Error(`Mend these specs first, they fail without any change: ${specs}`);
  }
}

async function work(number) {
  const copy = join(workspace, 'tmp', `mutants-${String(process.pid)}-${String(number)}`);
  cpSync(library, copy, {
    recursive: true,
    filter: (path) => !/\/(?:node_modules|dist|cjs|package|out-tsc)$/.test(path),
  });
  try {
    if (number === 0) await refuseFailingSpecs(copy);
    for (let next = mutants.shift(); next !== undefined && !isInterrupted; next = mutants.shift()) {
      const count = counts.get(next.file);
      count.made += 1;
      if (await isNoticed(next, copy)) count.noticed += 1;
      else console.log(`${next.file}\n- ${next.before}\n+ ${next.after}`);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

mkdirSync(join(workspace, 'tmp'), { recursive: true });
// The specs of the copies import files of the neighbour.
const neighbour = join(workspace, 'tmp', 'sessions');
if (!existsSync(neighbour)) symlinkSync(join(workspace, 'libs', 'sessions'), neighbour);
await Promise.all(Array.from({ length: WORKERS }, (_, number) => work(number)));
for (const [file, { made, noticed }] of counts) console.log(`${file}: noticed ${String(noticed)} of ${String(made)}`);
const sum = (name) => [...counts.values()].reduce((total, count) => total + count[name], 0);
console.log(`Noticed: ${String(sum('noticed'))} of ${String(sum('made'))}, and ${String(skipped)} without effect.`);
