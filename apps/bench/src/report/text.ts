import { Figures } from '../run/figures.js';
import type { Row } from '../run/row.js';
import type { RowRun } from '../run/run-row.js';
import { tableOf } from './table.js';

/** A row for the terminal. */
export function textOf(row: Row, run: RowRun): string {
  const { head, lines } = tableOf(row, run);
  const all = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const table = all.map((line) =>
    line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
  );
  const verdicts = row
    .verdicts(new Figures(run.samples))
    .map(({ target, found, reached }) => `  ${reached ? 'reached' : 'MISSED '}  ${target}: ${found}`);
  return [row.title, ...table, ...run.notes.map((note) => `  left out: ${note}`), ...verdicts, ''].join('\n');
}
