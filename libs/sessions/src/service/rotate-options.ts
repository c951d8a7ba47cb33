import { durationMs, type Duration } from '../domain/duration.js';
import { InvalidTimeoutsError } from '../domain/errors.js';
import { quoted } from '../options/option-checker.js';

const LONGEST_GRACE_MS = 5 * 60_000;

export interface RotateOptions {
  /** How long the old id still finds the session: at most `'5m'`. Default 0: the old id ends immediately. */
  readonly grace?: Duration | undefined;
}

/** Throws `InvalidTimeoutsError`. */
export function graceMsOf({ grace = 0 }: RotateOptions): number {
  const graceMs = durationMs(grace);
  if (graceMs !== undefined && graceMs >= 0 && graceMs <= LONGEST_GRACE_MS) return Math.round(graceMs);
  const range = `0 to ${String(LONGEST_GRACE_MS)}`;
  throw new InvalidTimeoutsError(
    `grace is ${quoted(grace)}, allowed is a number of milliseconds from ${range}, or a string such as '30s'.`,
  );
}
