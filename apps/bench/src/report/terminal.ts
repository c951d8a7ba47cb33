import { Figures } from '../suite/figures.js';
import type { Row } from '../suite/row.js';
import type { RowRun } from '../suite/run-row.js';
import { formatted } from './format.js';
import { tableOf, type Table } from './table.js';

/** A row for the terminal: its table, what was left out, and its targets. */
export function terminalReport(row: Row, run: RowRun): string {
  const targets = row
    .targets(new Figures(run.samples))
    .map(
      ({ target, found, unit, reached }) =>
        `  ${reached ? 'reached' : 'MISSED '}  ${target}: ${formatted(found, unit)}`,
    );
  const notes = run.notes.map((note) => `  left out: ${note}`);
  return [row.title, ...aligned(tableOf(row, run)), ...notes, ...targets, ''].join('\n');
}

/** The first column to the left, the others to the right. */
function aligned({ head, lines }: Table): string[] {
  const all = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  return all.map((line) =>
    line.map((text, at) => (at === 0 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join('  '),
  );
}
