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

/** Smaller differences between the clocks are measurement noise. */
const NOISE_MS = 1000;

/**
 * A clock that starts at the time of the wall clock and advances steadily, even if somebody sets the wall clock later.
 * It also advances while the machine is suspended.
 */
export class SteadyClock implements Clock {
  #lastTicks: number;
  /** The current instant minus the ticks. */
  #offset: number;
  /** The uptime minus the ticks. It grows with each suspension by its length. */
  #suspended: number;
  #driftMs = 0;

  constructor(private readonly system: SystemTimes = SYSTEM) {
    this.#lastTicks = system.ticks();
    this.#offset = system.wall() - this.#lastTicks;
    this.#suspended = system.uptime() - this.#lastTicks;
  }

  now(): number {
    const ticks = this.system.ticks();
    // Fake timers in a test may replace the ticks with ticks that start at 0.
    if (ticks < this.#lastTicks) {
      this.#offset += this.#lastTicks - ticks;
      this.#suspended += this.#lastTicks - ticks;
    }
    this.#lastTicks = ticks;
    const drift = this.system.wall() - ticks - this.#offset;
    if (Math.abs(drift - this.#driftMs) > NOISE_MS) this.#compare(ticks);
    return ticks + this.#offset;
  }

  /** How many milliseconds the wall clock is ahead of this clock. */
  driftMs(): number {
    const now = this.now();
    return Math.round(this.system.wall() - now);
  }

  /** Finds out whether the wall clock was set or the machine was suspended. Only a suspension advances this clock. */
  #compare(ticks: number): void {
    const suspended = this.system.uptime() - ticks;
    if (suspended - this.#suspended > NOISE_MS) {
      this.#offset += suspended - this.#suspended;
      this.#suspended = suspended;
    }
    this.#driftMs = this.system.wall() - ticks - this.#offset;
  }
}
