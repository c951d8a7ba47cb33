import { formatted } from '../report/format.js';
import type { Metric, Verdict } from './row.js';

type Read = () => number | undefined;

/** A target that a figure must not pass; nothing when the run has no such figure. */
export function atMost(target: string, most: number, unit: Metric['unit'], read: Read): Verdict[] {
  const found = read();
  return found === undefined ? [] : [{ target, found: formatted(found, unit), reached: found <= most }];
}

export function atLeast(target: string, least: number, unit: Metric['unit'], read: Read): Verdict[] {
  const found = read();
  return found === undefined ? [] : [{ target, found: formatted(found, unit), reached: found >= least }];
}

/** The quotient of two figures, or nothing when one is missing. */
export function ratio(upper: number | undefined, lower: number | undefined): number | undefined {
  return upper === undefined || lower === undefined || lower === 0 ? undefined : upper / lower;
}
