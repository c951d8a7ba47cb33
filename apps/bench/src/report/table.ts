import { Figures } from '../run/figures.js';
import type { Row } from '../run/row.js';
import type { RowRun } from '../run/run-row.js';
import { ratio } from '../run/verdicts.js';
import { formatted } from './format.js';

/** The medians of a row as texts, a line for each contender and size, with the ratio to the base of the row. */
export function tableOf(row: Row, run: RowRun): { readonly head: string[]; readonly lines: string[][] } {
  const figures = new Figures(run.samples);
  const main = row.metrics[0]?.key ?? '';
  const compared = row.metrics.filter((metric) => metric.ratio);
  const base = row.baseSize === undefined ? row.base : `${row.base} at ${row.baseSize.toLocaleString('en')}`;
  const ratios = compared.map(({ title }) => `${title} ÷ ${base}`);
  const head = ['contender', 'sessions', ...row.metrics.map(({ title }) => title), ...ratios, 'noise'];
  const cases = [...figures.cases].sort((a, b) => a.size - b.size);
  const lines = cases.map(({ contender, size }) => {
    const texts = row.metrics.map(({ key, unit }) => {
      const median = figures.median(contender, size, key);
      return median === undefined ? '' : formatted(median, unit);
    });
    const quotients = compared.map(({ key }) =>
      ratio(figures.median(contender, size, key), figures.median(row.base, row.baseSize ?? size, key)),
    );
    const spread = figures.spread(contender, size, main);
    return [
      contender,
      size.toLocaleString('en'),
      ...texts,
      ...quotients.map((quotient) => (quotient === undefined ? '' : formatted(quotient, ''))),
      spread === undefined ? '' : `±${(spread * 100).toFixed(0)}%`,
    ];
  });
  return { head, lines };
}
