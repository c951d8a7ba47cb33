import type { Case, Sample } from './case.js';
import type { Answer } from './measure-in-child.js';
import type { Row } from './row.js';

/** The results of one checkout for a row. */
export interface RowRun {
  readonly row: string;
  readonly samples: readonly Sample[];
  /** The reasons why contenders are missing, each once. */
  readonly notes: readonly string[];
  /** The time of the measurement, ISO 8601. */
  readonly at: string;
}

/** Collects the measurements of a row by one checkout. A contender that fails is left out from then on. */
export class RowRecorder {
  readonly #samples: Sample[] = [];
  readonly #failures = new Map<string, string>();

  constructor(private readonly measure: (of: Case) => Promise<Answer>) {}

  async record(of: Case): Promise<void> {
    if (this.#failures.has(of.contender)) return;
    const answer = await this.measure(of);
    if ('values' in answer) this.#samples.push({ ...of, values: answer.values });
    else this.#failures.set(of.contender, 'skipped' in answer ? answer.skipped : `${of.contender}: ${answer.failed}`);
  }

  runOf(row: Row): RowRun {
    const notes = [...new Set(this.#failures.values())];
    return { row: row.name, samples: this.#samples, notes, at: new Date().toISOString() };
  }
}
