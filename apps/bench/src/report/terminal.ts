import { Figures } from '../suite/figures.js';
import type { Row } from '../suite/row.js';
import type { RowRun } from '../suite/row-recorder.js';
import type { RowRuns } from '../suite/run-row.js';
import type { TargetResult } from '../suite/targets.js';
import { comparisonTable } from './comparison-table.js';
import { formatted } from './format.js';
import { tableOf, type Table } from './table.js';

/** A row for the terminal: its table, what was left out, and its targets. */
export function terminalReport(row: Row, run: RowRun): string {
  const targets = row.targets(new Figures(run.samples)).map(targetLine);
  return [row.title, ...aligned(tableOf(row, run), 1), ...notesOf(run), ...targets, ''].join('\n');
}

/** A row that two checkouts measured: a column for each, and the targets of each. The base counts for both. */
export function besideReport(row: Row, { here, beside }: RowRuns, commits: { here: string; beside: string }): string {
  const base = here.samples.filter(({ contender }) => !row.own.includes(contender));
  const section = (commit: string, run: RowRun, samples: RowRun['samples']): string[] => {
    const lines = [...notesOf(run), ...row.targets(new Figures(samples)).map(targetLine)];
    return lines.length === 0 ? [] : [`  ${commit}:`, ...lines];
  };
  return [
    row.title,
    ...aligned(comparisonTable(row, { here, beside }, commits), 2),
    ...section(commits.here, here, here.samples),
    ...section(commits.beside, beside, [...base, ...beside.samples]),
    '',
  ].join('\n');
}

function targetLine({ target, found, unit, reached }: TargetResult): string {
  return `  ${reached ? 'reached' : 'MISSED '}  ${target}: ${formatted(found, unit)}`;
}

function notesOf({ notes }: RowRun): string[] {
  return notes.map((note) => `  left out: ${note}`);
}

/** The first `left` columns to the left, the others to the right. */
function aligned({ head, lines }: Table, left: number): string[] {
  const all = [head, ...lines];
  const widths = head.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  return all.map((line) =>
    line.map((text, at) => (at < left ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0))).join('  '),
  );
}
