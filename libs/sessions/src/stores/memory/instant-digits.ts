/** Instants are whole milliseconds from 0 up to this one, in the year 10889. */
export const LAST_INSTANT = 2 ** 48 - 1;

/** Each level of the tree looks at six bits of the instant: 64 cells a node, eight levels for 48 bits. */
export const CELLS = 64;
export const LAST_LEVEL = 7;
const LOW_HALF = 2 ** 24;

/** Throws `RangeError` for what no index can order. */
export function assertOrdered(instant: number): void {
  if (!(instant >= 0 && instant <= LAST_INSTANT)) throw new RangeError(`instant ${String(instant)} is out of range`);
}

/** The six bits of the instant that a level looks at, the highest first. */
export function digit(instant: number, level: number): number {
  const high = Math.floor(instant / LOW_HALF);
  // The operator % is slow for numbers above 2^31: slower than the rest of this function.
  const half = level < 4 ? high : instant - high * LOW_HALF;
  return (half >>> (18 - 6 * (level & 3))) & (CELLS - 1);
}
