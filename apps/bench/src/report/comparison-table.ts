import { compare } from '../suite/comparison.js';
import { Figures } from '../suite/figures.js';
import type { Row } from '../suite/row.js';
import type { RowRuns } from '../suite/run-row.js';
import { formattedSpread } from './format.js';
import { cell, type Table } from './table.js';

/** A line for each contender, size and metric, and a column of medians for each checkout. */
export function comparisonTable(
  row: Row,
  { here, beside }: RowRuns,
  commits: { readonly here: string; readonly beside: string },
): Table {
  const [first, second] = [new Figures(here.samples), new Figures(beside.samples)];
  const head = ['contender', 'figure', 'sessions', commits.here, commits.beside, 'ratio', 'noise', ''];
  const lines = first.cases.flatMap(({ contender, size }) =>
    row.metrics.flatMap((metric) => {
      const { key, title, unit } = metric;
      const median = first.median(contender, size, key);
      if (median === undefined) return [];
      const compared = compare(metric, first.rounds(contender, size, key), second.rounds(contender, size, key));
      return [
        [
          contender,
          title,
          size.toLocaleString('en'),
          cell(median, unit),
          cell(second.median(contender, size, key), unit),
          cell(compared?.ratio, ''),
          formattedSpread(compared?.noise),
          compared?.verdict ?? '',
        ],
      ];
    }),
  );
  return { head, lines };
}
