import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { RowRun } from '../suite/row-recorder.js';
import { SAVED_RUNS } from './paths.js';

const RUNS = z.array(
  z.object({
    row: z.string(),
    at: z.string(),
    notes: z.array(z.string()),
    samples: z.array(
      z.object({
        contender: z.string(),
        size: z.number(),
        values: z.record(z.string(), z.number()),
      }),
    ),
  }),
);

/** The last run of each row on this machine. A run of some rows keeps the figures of the others. */
export function loadRuns(): Map<string, RowRun> {
  if (!existsSync(SAVED_RUNS)) return new Map();
  const runs = RUNS.parse(JSON.parse(readFileSync(SAVED_RUNS, 'utf8')));
  return new Map(runs.map((run) => [run.row, run]));
}

export function saveRuns(runs: ReadonlyMap<string, RowRun>): void {
  mkdirSync(dirname(SAVED_RUNS), { recursive: true });
  writeFileSync(SAVED_RUNS, JSON.stringify([...runs.values()]));
}
