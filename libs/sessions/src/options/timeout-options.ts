import { durationMs, type Duration } from '../domain/duration.js';
import { InvalidTimeoutsError } from '../domain/errors.js';
import { isDuration, LONGEST_DURATION_MS, type DurationField, type TimeoutChanges } from '../domain/timeouts.js';
import { quoted } from './option-checker.js';
import type { TimeoutOptions } from './sessions-options.js';

export const TIMEOUT_NAMES: readonly string[] = ['idleTimeout', 'absoluteTimeout', 'warningThreshold', 'autoRenew'];

/** Converts durations to milliseconds and leaves out the fields that are not given. Throws `InvalidTimeoutsError`. */
export function timeoutChanges(options: TimeoutOptions): TimeoutChanges {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null) {
    throw new InvalidTimeoutsError(
      `timeouts is ${quoted(given)}, allowed is an object with ${TIMEOUT_NAMES.join(', ')}.`,
    );
  }
  for (const name of Object.keys(options)) {
    if (!TIMEOUT_NAMES.includes(name))
      throw new InvalidTimeoutsError(`${name} is not a timeout; the timeouts are ${TIMEOUT_NAMES.join(', ')}.`);
  }
  const { idleTimeout, absoluteTimeout, warningThreshold, autoRenew } = options;
  if (autoRenew !== undefined && typeof autoRenew !== 'boolean') {
    throw new InvalidTimeoutsError(`autoRenew is ${quoted(autoRenew)}, allowed is true or false.`);
  }
  return {
    ...(idleTimeout !== undefined && { idleTimeoutMs: checkedDuration('idleTimeoutMs', idleTimeout) }),
    ...(absoluteTimeout !== undefined && { absoluteTimeoutMs: checkedDuration('absoluteTimeoutMs', absoluteTimeout) }),
    ...(warningThreshold !== undefined && {
      warningThresholdMs: checkedDuration('warningThresholdMs', warningThreshold),
    }),
    ...(autoRenew !== undefined && { autoRenew }),
  };
}

function checkedDuration(field: DurationField, value: Duration): number {
  const span = durationMs(value);
  if (isDuration(field, span)) return span;
  const least = field === 'warningThresholdMs' ? 0 : 1;
  throw new InvalidTimeoutsError(
    `${field.slice(0, -2)} is ${quoted(value)}, allowed is whole milliseconds from ${String(least)} to ` +
      `${String(LONGEST_DURATION_MS)}, or a string such as '30m'.`,
  );
}
