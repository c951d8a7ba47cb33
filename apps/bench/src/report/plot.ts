import type { Figures } from '../suite/figures.js';
import type { Metric } from '../suite/metric.js';
import type { Row } from '../suite/row.js';
import { formatted } from './format.js';

const WIDTH = 810;
const HEIGHT = 420;
const LEFT = 130;
const RIGHT = 230;
const TOP = 40;
const BOTTOM = 50;
const COLOURS = ['#d62728', '#ff7f0e', '#1f77b4', '#17becf', '#9467bd', '#8c564b', '#e377c2', '#2ca02c', '#7f7f7f'];

/** Draws how a figure grows with the number of sessions, as SVG. Both axes are in powers of ten. */
export function plotOf(row: Row, metric: Metric, figures: Figures): string {
  const contenders = [...new Set(figures.cases.map(({ contender }) => contender))];
  const curves = contenders.map((contender) =>
    figures.sizes.flatMap((size) => {
      const value = figures.median(contender, size, metric.key);
      return value === undefined || value <= 0 ? [] : [{ size, value }];
    }),
  );
  const across = axis(figures.sizes, LEFT, WIDTH - RIGHT);
  const up = axis(
    curves.flat().map(({ value }) => value),
    HEIGHT - BOTTOM,
    TOP,
  );
  const grid = [
    ...across.ticks.map((tick) => {
      const x = across.at(tick);
      return line(x, TOP, x, HEIGHT - BOTTOM) + text(x, HEIGHT - BOTTOM + 18, tick.toLocaleString('en'), 'middle');
    }),
    ...up.ticks.map((tick) => {
      const y = up.at(tick);
      return line(LEFT, y, WIDTH - RIGHT, y) + text(LEFT - 8, y + 4, formatted(tick, metric.unit), 'end');
    }),
  ];
  const drawn = curves.map((curve, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? '#000';
    const points = curve.map(({ size, value }) => `${fixed(across.at(size))},${fixed(up.at(value))}`);
    const y = TOP + 12 + index * 20;
    return (
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.join(' ')}"/>` +
      points.map((point) => circle(point, colour)).join('') +
      `<rect x="${String(WIDTH - RIGHT + 16)}" y="${String(y - 9)}" width="10" height="10" fill="${colour}"/>` +
      text(WIDTH - RIGHT + 32, y, contenders[index] ?? '', 'start')
    );
  });
  const title = text(LEFT, 22, `${row.title}: ${metric.title}`, 'start');
  const label = text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, 'sessions', 'middle');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    title,
    label,
    ...grid,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

/** Maps values to pixels: the powers of ten around `values` to `from` and `to`. */
function axis(values: readonly number[], from: number, to: number): { at: (value: number) => number; ticks: number[] } {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    at: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
    ticks: Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step)),
  };
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${fixed(x1)}" y1="${fixed(y1)}" x2="${fixed(x2)}" y2="${fixed(y2)}" stroke="#ddd"/>`;
}

function text(x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${fixed(x)}" y="${fixed(y)}" text-anchor="${anchor}" fill="#333">${escaped(content)}</text>`;
}

function circle(point: string, colour: string): string {
  const [x = '0', y = '0'] = point.split(',');
  return `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
