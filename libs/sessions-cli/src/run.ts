import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { isSessionError, type Finding } from 'nest-sessions/store';
import { readArguments, USAGE, type Arguments } from './arguments.js';
import { Misuse } from './misuse.js';
import { fingerprint, table, type Row } from './output.js';
import { placeOf } from './targets/place-of.js';
import { ServerError } from './targets/server-error.js';
import type { CorruptedRecord, Place, Target } from './targets/target.js';
import { VERSION } from './version.js';

/** What the command gets from its process. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Readable;
  /** Whether somebody watches: then long work shows its progress. */
  readonly isTerminal: boolean;
  /** Writes a line of the result. */
  readonly out: (line: string) => void;
  /** Writes what is not part of the result: progress and errors. */
  readonly note: (text: string) => void;
}

const DONE = 0;
const FOUND = 1;
const MISUSE = 2;
const UNAVAILABLE = 3;
const ROWS_AT_ONCE = 100;

/** Runs one command. Returns the exit code: see `USAGE`. */
export async function run(args: readonly string[], around: Surroundings): Promise<number> {
  try {
    const found = readArguments(args, around.env);
    if (found === 'help' || found === 'version') {
      around.out(found === 'help' ? USAGE : VERSION);
      return DONE;
    }
    const place = await placeOf(found, around.env);
    return found.command === 'doctor' ? await doctor(place, found, around) : await onTarget(place, found, around);
  } catch (error) {
    if (error instanceof Misuse) {
      around.note(`${error.message}\nnest-sessions --help shows the commands.\n`);
      return MISUSE;
    }
    around.note(`${wordsOf(error)}\n`);
    return UNAVAILABLE;
  }
}

async function onTarget(place: Place, args: Arguments, around: Surroundings): Promise<number> {
  const target = await place.open();
  try {
    return await perform(target, args, around);
  } finally {
    await target.close();
  }
}

async function perform(target: Target, args: Arguments, around: Surroundings): Promise<number> {
  const { command, operand = '', record, user, json, showIds } = args;
  let shown = 0;
  const show = (rows: readonly Row[]): void => {
    print(rows, { json, goesOn: shown > 0 }, around);
    shown += rows.length;
  };
  switch (command) {
    case 'stats':
      show([{ ...(await target.stats()) }]);
      return DONE;
    case 'list':
      await list(target, args, show);
      return DONE;
    case 'end': {
      const id = operand === '-' ? (await text(around.stdin)).trim() : operand;
      const wasActive = user === undefined ? await target.end(id) : await target.endByHandle(user, id);
      show([{ ended: wasActive ? 1 : 0 }]);
      return wasActive ? DONE : FOUND;
    }
    case 'revoke':
      show([{ ended: await sum(target.revoke(operand), 'sessions ended', around) }]);
      return DONE;
    case 'sweep':
      show([{ removed: await sum(target.sweep(), 'sessions removed', around) }]);
      return DONE;
    case 'quarantine':
      if (record !== undefined) return await showRecord(target, record, showIds, show);
      if (operand === 'clear') show([{ cleared: await target.clearQuarantine() }]);
      else show((await target.quarantined()).map((found) => rowOf(found, showIds)));
      return DONE;
    case 'events':
      show((await target.events()).map((group) => ({ ...group })));
      return DONE;
    case 'doctor':
      return DONE;
  }
}

async function showRecord(
  target: Target,
  name: string,
  showIds: boolean,
  show: (rows: readonly Row[]) => void,
): Promise<number> {
  const found = await target.showQuarantined(name);
  if (!found) return FOUND;
  const { id, raw } = found;
  // The content of the record may contain the id.
  show([{ ...rowOf(found, showIds), raw: showIds || id === undefined ? raw : raw.replaceAll(id, name) }]);
  return DONE;
}

function rowOf({ name, id, problem, quarantinedAt, keptUntil }: CorruptedRecord, showIds: boolean): Row {
  return { session: showIds ? (id ?? name) : name, problem, quarantinedAt, keptUntil };
}

async function list(
  target: Target,
  { operand, showIds }: Arguments,
  show: (rows: readonly Row[]) => void,
): Promise<void> {
  let rows: Row[] = [];
  for await (const { id, handle, userId, ...times } of target.list(operand)) {
    rows.push({ session: showIds ? id : fingerprint(id), handle, user: userId, ...times });
    if (rows.length === ROWS_AT_ONCE) {
      show(rows);
      rows = [];
    }
  }
  show(rows);
}

async function doctor(place: Place, { json }: Arguments, around: Surroundings): Promise<number> {
  const findings = await place.check();
  if (json)
    print(
      findings.map((finding) => ({ ...finding })),
      { json },
      around,
    );
  else findings.flatMap(linesOf).forEach(around.out);
  return findings.some(({ level }) => level === 'problem') ? FOUND : DONE;
}

const MARKS = { ok: 'ok     ', warning: 'WARNING', problem: 'PROBLEM' } as const;

function linesOf({ check, level, message, remedy }: Finding): readonly string[] {
  const line = `${MARKS[level]}  ${check.padEnd(15)}  ${message}`;
  return remedy === undefined ? [line] : [line, `${''.padEnd(26)}To mend it: ${remedy}`];
}

/** Adds up the counts of all steps, and shows the sum so far. */
async function sum(steps: AsyncIterable<number>, what: string, { isTerminal, note }: Surroundings): Promise<number> {
  let total = 0;
  for await (const count of steps) {
    total += count;
    if (isTerminal) note(`\r${String(total)} ${what}`);
  }
  if (isTerminal) note('\n');
  return total;
}

function print(rows: readonly Row[], how: { json: boolean; goesOn?: boolean }, { out }: Surroundings): void {
  if (how.json) rows.forEach((row) => out(JSON.stringify(row)));
  else if (rows.length > 0) table(rows, how.goesOn).forEach(out);
}

/** An error of a driver may quote an address with its password, so only known errors are shown in full. */
function wordsOf(error: unknown): string {
  if (isSessionError(error) || error instanceof ServerError) return error.message;
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return `The target can't be reached (${typeof code === 'string' ? code : 'unknown reason'}). The doctor says more.`;
}
