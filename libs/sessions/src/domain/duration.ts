import ms from 'ms';

type Unit =
  'ms' | 's' | 'm' | 'h' | 'd' | 'w' | `${'sec' | 'second' | 'min' | 'minute' | 'hour' | 'day' | 'week'}${'' | 's'}`;

/** A duration: whole milliseconds, or a string such as `'30m'` or `'12 hours'` in the notation of the `ms` package. */
export type Duration = number | `${number}${Unit}` | `${number} ${Unit}`;

/** The duration in milliseconds, or `undefined` if it is not valid. */
export function durationMs(duration: Duration): number | undefined {
  const value = typeof duration === 'number' ? duration : stringMs(duration);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * `ms` throws for another type and for a string that is empty or too long. It returns `undefined` for a string that it
 * can't read.
 */
function stringMs(string: ms.StringValue): number | undefined {
  try {
    return ms(string);
  } catch {
    return undefined;
  }
}
