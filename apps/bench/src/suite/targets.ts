import type { Unit } from './metric.js';

/** A target, the figure that was found for it, and whether that figure reaches it. */
export interface TargetResult {
  readonly target: string;
  readonly found: number;
  readonly unit: Unit;
  readonly reached: boolean;
}

/** A target with an upper limit, which is included. Gives no result if the run did not measure the figure. */
export function atMost(target: string, limit: number, unit: Unit, found: number | undefined): TargetResult[] {
  return found === undefined ? [] : [{ target, found, unit, reached: found <= limit }];
}

/** A target with a lower limit, which is included. Gives no result if the run did not measure the figure. */
export function atLeast(target: string, limit: number, unit: Unit, found: number | undefined): TargetResult[] {
  return found === undefined ? [] : [{ target, found, unit, reached: found >= limit }];
}

/** One figure divided by another; `undefined` when either is missing or the divisor is 0. */
export function ratio(dividend: number | undefined, divisor: number | undefined): number | undefined {
  return dividend === undefined || divisor === undefined || divisor === 0 ? undefined : dividend / divisor;
}
