import type { Clock } from '../domain/clock.js';

/** A clock that stands still until it is moved. */
export class FakeClock implements Clock {
  #now: number;

  /** Starts at the given epoch milliseconds; by default at 2026-01-01T00:00:00Z. */
  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** Moves it by milliseconds; a negative number sets it back, as an operator may. */
  advance(ms: number): void {
    this.#now += ms;
  }

  /** Sets it to epoch milliseconds. */
  set(now: number): void {
    this.#now = now;
  }
}
