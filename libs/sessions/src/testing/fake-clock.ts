import type { Clock } from '../domain/clock.js';

/** A clock that moves only when a test moves it. */
export class FakeClock implements Clock {
  #now: number;

  /** Starts at the given epoch milliseconds; by default at 2026-01-01T00:00:00Z. */
  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** Moves the clock by milliseconds. A negative number sets it back, as an operator might. */
  advance(ms: number): void {
    this.#now += ms;
  }

  /** Sets the clock to epoch milliseconds. */
  set(now: number): void {
    this.#now = now;
  }
}
