import type { Case, Sample } from './case.js';
import type { Answer } from './measure-in-child.js';
import type { Options } from './options.js';
import type { Row } from './row.js';

export interface RowRun {
  readonly row: string;
  readonly samples: readonly Sample[];
  /** Why contenders are missing, each reason once. */
  readonly notes: readonly string[];
  /** When the row was measured, ISO 8601. */
  readonly at: string;
}

/**
 * Measures every case that a row plans, one after the other, in each round. So a busy minute of the machine affects all
 * contenders. A contender that fails is left out from then on.
 */
export async function runRow(row: Row, options: Options, measure: (of: Case) => Promise<Answer>): Promise<RowRun> {
  const samples: Sample[] = [];
  const notes = new Map<string, string>();
  for (let round = 0; round < options.rounds; round += 1) {
    for (const of of row.plan(options)) {
      const isDue = round === 0 || row.repeats?.(of, options) !== false;
      if (!isDue || notes.has(of.contender)) continue;
      const answer = await measure(of);
      if ('values' in answer) samples.push({ ...of, values: answer.values });
      else notes.set(of.contender, 'skipped' in answer ? answer.skipped : `${of.contender}: ${answer.failed}`);
      process.stderr.write('values' in answer ? '.' : '-');
    }
  }
  process.stderr.write('\n');
  return { row: row.name, samples, notes: [...new Set(notes.values())], at: new Date().toISOString() };
}
