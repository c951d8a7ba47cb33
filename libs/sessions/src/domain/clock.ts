/** Gives the current instant in whole epoch milliseconds. */
export interface Clock {
  now(): number;
  /**
   * How many milliseconds the wall clock is ahead of this clock. A clock that does not compare itself with the wall
   * clock has no such method.
   */
  driftMs?(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
