import type { Panel } from '../test/dashboard.js';
import { ticks, withUnit } from './axis.js';
import { fixed, line, rectangle, text } from './svg.js';

export interface Line {
  readonly name: string;
  readonly values: readonly (readonly [at: number, value: number])[];
}

/** The part of the picture that a panel takes, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Unix time in seconds. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** Apart from each other for people who see no red or no green, too. */
const COLOURS = [
  '#1f78b4',
  '#e66101',
  '#33a02c',
  '#6a3d9a',
  '#d62728',
  '#17a2a2',
  '#8c564b',
  '#c51b8a',
  '#7f7f7f',
  '#b2a000',
  '#084594',
  '#fb9a99',
];
const STATES = [
  { name: 'healthy', colour: '#56a64b' },
  { name: 'degraded', colour: '#ff9830' },
  { name: 'unhealthy', colour: '#e02f44' },
] as const;
const [LEFT, RIGHT, TOP, LEGEND_LINE] = [70, 14, 36, 16];

/** Draws a panel with its lines, or the states of a state timeline. */
export function chart(panel: Panel, lines: readonly Line[], box: Box, period: Period): string {
  const isStates = panel.type === 'state-timeline';
  const entries = isStates
    ? STATES.map(({ name, colour }) => ({ name, colour }))
    : lines.map(({ name }, at) => ({ name, colour: colourOf(at) }));
  const legend = legendRows(entries, box.width - LEFT - RIGHT);
  const plot: Box = {
    x: box.x + LEFT,
    y: box.y + TOP,
    width: box.width - LEFT - RIGHT,
    height: box.height - TOP - 26 - legend.length * LEGEND_LINE,
  };
  const across = (at: number): number => plot.x + ((at - period.start) / (period.end - period.start)) * plot.width;
  return [
    rectangle(box, '#fff', '#d8dade'),
    text(box.x + 12, box.y + 21, panel.title, { size: 13, weight: 600 }),
    ...timeAxis(plot, period, across),
    ...(isStates ? stateBars(lines, plot, across, period) : curves(panel, lines, plot, across)),
    ...legend.flatMap((row, at) => {
      const y = plot.y + plot.height + 36 + at * LEGEND_LINE;
      return row.map(({ name, colour, x }) =>
        [rectangle({ x: plot.x + x, y: y - 6, width: 12, height: 3 }, colour), text(plot.x + x + 17, y, name)].join(''),
      );
    }),
  ].join('\n');
}

function curves(panel: Panel, lines: readonly Line[], plot: Box, across: (at: number) => number): string[] {
  const values = lines.flatMap((one) => one.values.map(([, value]) => value)).filter(Number.isFinite);
  const marks = ticks(panel.max ?? (Math.max(0, ...values) || 1), panel.unit);
  const top = marks.at(-1) ?? 1;
  const up = (value: number): number => plot.y + plot.height - (value / top) * plot.height;
  const grid = marks.flatMap((mark) => [
    line(plot.x, up(mark), plot.x + plot.width, up(mark), '#e8e9ec'),
    text(plot.x - 8, up(mark) + 4, withUnit(mark, panel.unit), { anchor: 'end', colour: '#6b7078' }),
  ]);
  const drawn = lines.flatMap(({ values: all }, at) =>
    unbroken(all).map((part) => {
      const points = part.map(([time, value]) => `${fixed(across(time))},${fixed(up(value))}`).join(' ');
      return `<polyline fill="none" stroke="${colourOf(at)}" stroke-width="1.6" stroke-linejoin="round" points="${points}"/>`;
    }),
  );
  return [...grid, ...drawn];
}

function stateBars(lines: readonly Line[], plot: Box, across: (at: number) => number, { end }: Period): string[] {
  const height = plot.height / lines.length;
  return lines.flatMap(({ name, values }, row) => {
    const y = plot.y + row * height + 6;
    const bars = merged(values).map(({ from, to, value }) => {
      const [left, right] = [across(from), across(Math.min(to + 1, end))];
      return rectangle({ x: left, y, width: right - left, height: height - 12 }, STATES[value]?.colour ?? '#7f7f7f');
    });
    return [...bars, text(plot.x - 8, y + height / 2 - 2, name, { anchor: 'end', colour: '#6b7078' })];
  });
}

/** The stretches in which the state is the same and known for each second. */
function merged(values: Line['values']): { from: number; to: number; value: number }[] {
  const stretches: { from: number; to: number; value: number }[] = [];
  for (const [at, value] of values) {
    const last = stretches.at(-1);
    if (last?.value === value && at - last.to < 1.5) last.to = at;
    else stretches.push({ from: at, to: at, value });
  }
  return stretches;
}

function timeAxis(plot: Box, { start, end }: Period, across: (at: number) => number): string[] {
  return ticks(end - start)
    .filter((after) => start + after <= end)
    .flatMap((after) => {
      const [x, bottom] = [across(start + after), plot.y + plot.height];
      const label = text(x, bottom + 16, `${fixed(after)} s`, { anchor: 'middle', colour: '#6b7078' });
      return [line(x, plot.y, x, bottom, '#e8e9ec'), label];
    });
}

/** The parts of a line between values that are missing or not known. */
function unbroken(values: Line['values']): Line['values'][] {
  const parts: [number, number][][] = [[]];
  for (const [at, value] of values) {
    const last = parts.at(-1)?.at(-1);
    if (!Number.isFinite(value) || (last !== undefined && at - last[0] > 1.5)) parts.push([]);
    if (Number.isFinite(value)) parts.at(-1)?.push([at, value]);
  }
  return parts.filter((part) => part.length > 1);
}

interface Entry {
  readonly name: string;
  readonly colour: string;
}

/** Breaks the legend into rows, each entry with its distance from the left. */
function legendRows(entries: readonly Entry[], width: number): (Entry & { readonly x: number })[][] {
  const rows: (Entry & { readonly x: number })[][] = [[]];
  let x = 0;
  for (const entry of entries) {
    const capitals = entry.name.replace(/[^A-Z]/g, '').length;
    const needed = 34 + entry.name.length * 6.1 + capitals * 2;
    if (x > 0 && x + needed > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push({ ...entry, x });
    x += needed;
  }
  return rows;
}

function colourOf(at: number): string {
  return COLOURS[at % COLOURS.length] ?? '#000';
}
