/** Tells the instant, in whole epoch milliseconds. */
export interface Clock {
  now(): number;
  /** By how many milliseconds the wall clock is ahead. Absent for a clock that is not compared with the wall clock. */
  driftMs?(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
