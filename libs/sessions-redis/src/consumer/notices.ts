import type { SessionEventConsumerOptions } from './consumer-options.js';

/** How long Redis must have been usable before another outage is reported. */
const CALM_MS = 10_000;

/** The shortest time between two reports of counts. */
const EVERY_MS = 1000;

type Listeners = Pick<SessionEventConsumerOptions, 'group' | 'onDropped' | 'onParked' | 'onUnavailable'>;

/** Reports to an operator, at most once a second. */
export class Notices {
  #dropped = 0;
  #parked = 0;
  #toldAt = -Infinity;
  #failedAt = -Infinity;

  constructor(private readonly listeners: Listeners) {}

  dropped(count: number): void {
    this.#dropped += count;
  }

  parked(count: number): void {
    this.#parked += count;
  }

  unavailable(error: unknown): void {
    const now = performance.now();
    const isNew = now - this.#failedAt > CALM_MS;
    this.#failedAt = now;
    if (!isNew) return;
    const failure = error instanceof Error ? error : new Error(String(error));
    this.#tell(
      this.listeners.onUnavailable,
      failure,
      `they can't be read for now: ${failure.message.replace(/\.$/, '')}`,
    );
  }

  /** Reports the counts if it is time, or if `last` is set. */
  flush(last = false): void {
    const now = performance.now();
    if (!last && now - this.#toldAt < EVERY_MS) return;
    const [dropped, parked] = [this.#dropped, this.#parked];
    if (dropped === 0 && parked === 0) return;
    this.#toldAt = now;
    this.#dropped = 0;
    this.#parked = 0;
    if (dropped > 0) {
      this.#tell(this.listeners.onDropped, dropped, `${String(dropped)} were dropped before anybody had handled them`);
    }
    if (parked > 0) {
      this.#tell(this.listeners.onParked, parked, `${String(parked)} could not be handled and are parked`);
    }
  }

  #tell<T>(listener: ((what: T) => void) | undefined, what: T, text: string): void {
    const about = `Session events of the group '${this.listeners.group}'`;
    if (listener === undefined) {
      process.emitWarning(`${about}: ${text}.`, 'SessionEventWarning');
      return;
    }
    try {
      listener(what);
    } catch {
      process.emitWarning(`${about}: a callback of their consumer threw.`, 'SessionEventWarning');
    }
  }
}
