import type { Unit } from '../suite/metric.js';

/** A figure with its unit, rounded to the digits that matter. */
export function formatted(value: number, unit: Unit): string {
  if (unit === 'ns' && value >= 1e6) return `${digits(value / 1e6)} ms`;
  if (unit === 'ns' && value >= 1e4) return `${digits(value / 1e3)} µs`;
  return unit === '' ? digits(value) : `${digits(value)} ${unit}`;
}

/** A spread as a percentage; empty when there was one round only. */
export function formattedSpread(spread: number | undefined): string {
  return spread === undefined ? '' : `±${(spread * 100).toFixed(0)}%`;
}

function digits(value: number): string {
  const decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
