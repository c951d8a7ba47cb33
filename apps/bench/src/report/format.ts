import type { Metric } from '../run/row.js';

/** A figure with its unit, with as many digits as mean something. */
export function formatted(value: number, unit: Metric['unit']): string {
  if (unit === 'ns' && value >= 1e6) return `${digits(value / 1e6)} ms`;
  if (unit === 'ns' && value >= 1e4) return `${digits(value / 1e3)} µs`;
  return unit === '' ? digits(value) : `${digits(value)} ${unit}`;
}

function digits(value: number): string {
  const decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
