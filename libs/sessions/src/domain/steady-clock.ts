import { uptime } from 'node:os';
import type { Clock } from './clock.js';

/** The clocks of the system, in milliseconds. */
export interface SystemTimes {
  /** The wall clock, which an operator or a time server may set. */
  wall(): number;
  /** The time since the process started. It grows steadily, but stops while the machine is suspended. */
  ticks(): number;
  /** The time since the machine started, suspensions included. */
  uptime(): number;
}

const SYSTEM: SystemTimes = {
  wall: () => Date.now(),
  ticks: () => performance.now(),
  uptime: () => uptime() * 1000,
};

/** In milliseconds: how long the wall clock is trusted after a comparison, and how far it must jump to count as set. */
const TRUST_MS = 1000;

/**
 * A clock that starts at the time of the wall clock and advances steadily, even if somebody sets the wall clock later.
 * It also advances while the machine is suspended.
 *
 * Reading the wall clock takes less time than reading the ticks. So this clock compares the two only once a second and
 * reads just the wall clock in between. It therefore follows a change of less than a second until the next comparison.
 */
export class SteadyClock implements Clock {
  #lastTicks: number;
  /** The current instant minus the ticks. */
  #offset: number;
  /** The uptime minus the ticks. It grows with each suspension by its length. */
  #suspended: number;
  /** How many milliseconds the wall clock is ahead of this clock. */
  #driftMs = 0;
  /** The wall clock at the last comparison. */
  #comparedAt: number;

  constructor(private readonly system: SystemTimes = SYSTEM) {
    this.#comparedAt = system.wall();
    this.#lastTicks = system.ticks();
    this.#offset = this.#comparedAt - this.#lastTicks;
    this.#suspended = system.uptime() - this.#lastTicks;
  }

  now(): number {
    const wall = this.system.wall();
    if (wall < this.#comparedAt || wall > this.#comparedAt + TRUST_MS) this.#compare(wall);
    return wall - this.#driftMs;
  }

  /** How many milliseconds the wall clock is ahead of this clock. */
  driftMs(): number {
    this.#compare(this.system.wall());
    return Math.round(this.#driftMs);
  }

  #compare(wall: number): void {
    const ticks = this.system.ticks();
    // Fake timers in a test may replace the ticks with ticks that start at 0.
    const restarted = Math.max(0, this.#lastTicks - ticks);
    this.#offset += restarted;
    this.#suspended += restarted;
    this.#lastTicks = ticks;
    const driftMs = wall - ticks - this.#offset;
    // Either somebody set the wall clock, or the machine was suspended. Only a suspension advances this clock.
    if (Math.abs(driftMs - this.#driftMs) > TRUST_MS) this.#addSuspension(ticks);
    this.#driftMs = wall - ticks - this.#offset;
    this.#comparedAt = wall;
  }

  #addSuspension(ticks: number): void {
    const suspended = this.system.uptime() - ticks;
    if (suspended - this.#suspended <= TRUST_MS) return;
    this.#offset += suspended - this.#suspended;
    this.#suspended = suspended;
  }
}
