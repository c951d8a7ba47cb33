import { Figures } from '../suite/figures.js';
import type { Row } from '../suite/row.js';
import type { RowRun } from '../suite/row-recorder.js';
import { ratio } from '../suite/targets.js';
import { formatted, formattedSpread } from './format.js';

export interface Table {
  readonly head: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

/** The medians of a row, one line for each contender and size, with the ratio to the base of the row. */
export function tableOf(row: Row, run: RowRun): Table {
  const figures = new Figures(run.samples);
  const first = row.metrics[0]?.key ?? '';
  const compared = row.metrics.filter((metric) => metric.ratio);
  const base = row.baseSize === undefined ? row.base : `${row.base} at ${row.baseSize.toLocaleString('en')}`;
  const ratios = compared.map(({ title }) => `${title} ÷ ${base}`);
  const head = ['contender', 'sessions', ...row.metrics.map(({ title }) => title), ...ratios, 'noise'];
  const cases = [...figures.cases].sort((a, b) => a.size - b.size);
  const lines = cases.map(({ contender, size }) => {
    const medians = row.metrics.map(({ key, unit }) => cell(figures.median(contender, size, key), unit));
    const quotients = compared.map(({ key }) =>
      cell(ratio(figures.median(contender, size, key), figures.median(row.base, row.baseSize ?? size, key)), ''),
    );
    const noise = formattedSpread(figures.spread(contender, size, first));
    return [contender, size.toLocaleString('en'), ...medians, ...quotients, noise];
  });
  return { head, lines };
}

/** A figure, or an empty cell where the run has none. */
export function cell(value: number | undefined, unit: Parameters<typeof formatted>[1]): string {
  return value === undefined ? '' : formatted(value, unit);
}
