import { uptime } from 'node:os';
import type { Clock } from './clock.js';

/** The clocks of the system, in milliseconds. */
export interface SystemTimes {
  /** The wall clock, which an operator or a time server may set. */
  wall(): number;
  /** The time since the process started. It grows steadily, and stands still while the machine is suspended. */
  ticks(): number;
  /** The time since the machine started, suspensions included. */
  uptime(): number;
}

const SYSTEM: SystemTimes = {
  wall: () => Date.now(),
  ticks: () => performance.now(),
  uptime: () => uptime() * 1000,
};

/** How long the wall clock is trusted after a comparison, and how far it must be off to count as set. */
const TRUST_MS = 1000;

/**
 * Starts at the time of the wall clock and goes on steadily, whatever the wall clock does later. It goes on while the
 * machine is suspended.
 *
 * Reading the wall clock takes less time than reading the ticks. So the clock compares the two once a second, and in between
 * it reads the wall clock only: a change of less than a second is followed until the next comparison.
 */
export class SteadyClock implements Clock {
  #lastTicks: number;
  /** The instant minus the ticks. */
  #offset: number;
  /** The uptime minus the ticks: it grows by the time of each suspension. */
  #suspended: number;
  /** By how much the wall clock is ahead, as far as it is known not to come from a suspension. */
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

  /** By how many milliseconds the wall clock is ahead of this clock. */
  driftMs(): number {
    this.#compare(this.system.wall());
    return Math.round(this.#driftMs);
  }

  #compare(wall: number): void {
    const ticks = this.system.ticks();
    // Fake timers of a test may replace the ticks by others, which start at 0.
    const restarted = Math.max(0, this.#lastTicks - ticks);
    this.#offset += restarted;
    this.#suspended += restarted;
    this.#lastTicks = ticks;
    const driftMs = wall - ticks - this.#offset;
    // The wall clock was set, or the machine was suspended. Only a suspension is time that passed.
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
