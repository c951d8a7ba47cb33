import type { Case } from './case.js';
import type { Answer } from './measure-in-child.js';
import type { Options } from './options.js';
import type { Row } from './row.js';
import { RowRecorder, type RowRun } from './row-recorder.js';

type Measure = (of: Case) => Promise<Answer>;

/**
 * Measures every case that a row plans, one after the other, in each round. So a busy minute of the machine affects all
 * contenders.
 */
export async function runRow(row: Row, options: Options, measure: Measure): Promise<RowRun> {
  const recorder = new RowRecorder(measure);
  for (let round = 0; round < options.rounds; round += 1) {
    for (const of of row.plan(options)) {
      if (round === 0 || row.repeats?.(of, options) !== false) await recorder.record(of);
    }
  }
  return recorder.runOf(row);
}

/** The same row by this checkout and by another one. */
export interface RowRuns {
  readonly here: RowRun;
  readonly beside: RowRun;
}

/**
 * Measures the project's own contenders with two checkouts, one right after the other, and the base with this checkout.
 * The order of the two changes from round to round. Leaves out the cases that only the first round measures.
 */
export async function runBeside(row: Row, options: Options, here: Measure, beside: Measure): Promise<RowRuns> {
  const both = [new RowRecorder(here), new RowRecorder(beside)] as const;
  const isOwn = ({ contender }: Case): boolean => row.own.includes(contender);
  const cases = row
    .plan(options)
    .filter((of) => (isOwn(of) || of.contender === row.base) && row.repeats?.(of, options) !== false);
  for (let round = 0; round < options.rounds; round += 1) {
    for (const of of cases) {
      const recorders = isOwn(of) ? both : both.slice(0, 1);
      for (const recorder of round % 2 === 0 ? recorders : recorders.toReversed()) await recorder.record(of);
    }
  }
  return { here: both[0].runOf(row), beside: both[1].runOf(row) };
}
