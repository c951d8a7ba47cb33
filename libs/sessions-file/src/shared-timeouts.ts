import type { Timeouts } from 'nest-sessions/store';

/** Most sessions have the same timeouts; beyond this many kinds they are not shared. */
const MOST_KINDS = 1000;

/** One object for all sessions with the same timeouts. */
export class SharedTimeouts {
  readonly #kinds = new Map<string, Timeouts>();
  #last: Timeouts | undefined;

  of(timeouts: Timeouts): Timeouts {
    if (this.#last !== undefined && areSame(this.#last, timeouts)) return this.#last;
    const name = Object.values(timeouts).join();
    const known = this.#kinds.get(name);
    if (known === undefined && this.#kinds.size < MOST_KINDS) this.#kinds.set(name, Object.freeze(timeouts));
    this.#last = known ?? timeouts;
    return this.#last;
  }
}

function areSame(one: Timeouts, other: Timeouts): boolean {
  return (
    one.idleTimeoutMs === other.idleTimeoutMs &&
    one.absoluteTimeoutMs === other.absoluteTimeoutMs &&
    one.warningThresholdMs === other.warningThresholdMs &&
    one.autoRenew === other.autoRenew
  );
}
