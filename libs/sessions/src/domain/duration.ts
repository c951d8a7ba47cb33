import ms from 'ms';

type Unit =
  'ms' | 's' | 'm' | 'h' | 'd' | 'w' | `${'sec' | 'second' | 'min' | 'minute' | 'hour' | 'day' | 'week'}${'' | 's'}`;

/** A span of time: whole milliseconds, or a text such as `'30m'` or `'12 hours'` in the notation of the `ms` package. */
export type Duration = number | `${number}${Unit}` | `${number} ${Unit}`;

/** The span in milliseconds, or `undefined` if it is none. */
export function durationMs(duration: Duration): number | undefined {
  const value = typeof duration === 'number' ? duration : textMs(duration);
  return Number.isFinite(value) ? value : undefined;
}

/** `ms` throws on an empty or overlong text and gives undefined for one that it can't read. */
function textMs(text: ms.StringValue): number | undefined {
  try {
    return ms(text);
  } catch {
    return undefined;
  }
}
