import { mkdirSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { Figures } from '../run/figures.js';
import type { Row } from '../run/row.js';
import type { RowRun } from '../run/run-row.js';
import { machine } from './machine.js';
import { DOCUMENT, PLOTS } from './places.js';
import { plotOf } from './plot.js';
import { tableOf } from './table.js';

const INTRODUCTION = `# Benchmarks

Written by \`npm run bench\`; change the suite in \`apps/bench\`, not this file.

## How to read this

Each figure is the median of several rounds. In a round the contenders take their turns, each in a process of its own, so
that a busy minute of the machine hits all of them. **Compare within a table**: ratios carry over to other machines, the
figures themselves don't. \`noise\` is half the distance between the least and the greatest round, as a share of the median;
a difference below it means nothing, and where it is empty there was one round only. Rows in-process count CPU time, that
of the garbage collector's threads included, so that other work of the machine is left out. Contenders hold the same
fields: id, user, instants, timeouts, number of renewals, metadata, attributes. A target that is missed is shown as missed,
and no build fails for it.`;

/** Writes docs/benchmarks.md and its plots from the last run of each row. */
export async function writeDocs(rows: readonly Row[], runs: ReadonlyMap<string, RowRun>): Promise<void> {
  mkdirSync(PLOTS, { recursive: true });
  const measured = rows.flatMap((row) => {
    const run = runs.get(row.name);
    return run === undefined ? [] : [{ row, run }];
  });
  const parts = [
    INTRODUCTION,
    `## The machine\n\n${machine()}`,
    `## Targets\n\n${targets(measured)}`,
    ...measured.map(({ row, run }) => section(row, run)),
  ];
  const style = await resolveConfig(DOCUMENT);
  writeFileSync(DOCUMENT, await format(parts.join('\n\n'), { ...style, parser: 'markdown' }));
}

function targets(measured: readonly { row: Row; run: RowRun }[]): string {
  const lines = measured.flatMap(({ row, run }) =>
    row
      .verdicts(new Figures(run.samples))
      .map(({ target, found, reached }) => [row.title, target, found, reached ? 'reached' : '**missed**']),
  );
  return markdownTable(['row', 'target', 'found', ''], lines, 2);
}

function section(row: Row, run: RowRun): string {
  const { head, lines } = tableOf(row, run);
  const figures = new Figures(run.samples);
  const notes = run.notes.map((note) => `Left out: ${note}`);
  const plots =
    figures.sizes.length < 2
      ? []
      : row.metrics
          .filter(({ key }) => row.plots?.includes(key))
          .map((metric) => {
            const file = `${row.name}-${metric.key}.svg`;
            writeFileSync(`${PLOTS}${file}`, plotOf(row, metric, figures));
            return `![${row.title}, ${metric.title}, over the number of sessions](benchmarks/${file})`;
          });
  const limits = row.limits === undefined ? [] : [`**What limits it.** ${row.limits}`];
  return [`## ${row.title}`, row.about, markdownTable(head, lines), ...limits, ...notes, ...plots].join('\n\n');
}

function markdownTable(head: readonly string[], lines: readonly (readonly string[])[], left = 1): string {
  const ruler = head.map((_, at) => (at < left ? '---' : '---:'));
  return [head, ruler, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
