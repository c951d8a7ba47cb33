import { mkdirSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { Figures } from '../suite/figures.js';
import type { Row } from '../suite/row.js';
import type { RowRun } from '../suite/row-recorder.js';
import { formatted } from './format.js';
import { machine } from './machine.js';
import { DOCUMENT, PLOTS } from './paths.js';
import { plotOf } from './plot.js';
import { tableOf } from './table.js';

const INTRODUCTION = `# Benchmarks

Written by \`npm run bench\`; change the suite in \`apps/bench\`, not this file.

## How to read this

Each figure is the median of several rounds. In each round the contenders run one after the other, each in a process of
its own, so a busy minute of the machine affects all of them. **Compare figures only within a table**: the ratios apply to
other machines too, the absolute figures do not. \`noise\` is half the distance between the lowest and the highest round, as
a share of the median. A difference smaller than the noise means nothing. An empty cell means that there was only one round.

In-process rows count CPU time, with the time of the garbage collector's threads and without the time of other processes.
All contenders hold the same fields: id, user, instants, timeouts, number of renewals, metadata, attributes. A missed target
is reported here, but does not fail the build.`;

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
      .targets(new Figures(run.samples))
      .map(({ target, found, unit, reached }) => [
        row.title,
        target,
        formatted(found, unit),
        reached ? 'reached' : '**missed**',
      ]),
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
