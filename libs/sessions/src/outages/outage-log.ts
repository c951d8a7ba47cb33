import type { Logger } from '@nestjs/common';
import { isSessionError } from '../domain/errors.js';
import type { StoreObserver } from './observed-store.js';

/** How often a lasting outage is logged again. */
const REMINDER_MS = 60_000;

/** An outage ends with an answer that comes this long after the last refusal, so that a store that wavers fills no log. */
const CALM_MS = 1000;

interface Outage {
  readonly since: number;
  readonly operations: Set<string>;
  refused: number;
  refusedAt: number;
  loggedAt: number;
}

/**
 * Counts the outages of a store, and writes into the log that a store has become unavailable, a reminder each minute, and that it is available again. It starts
 * no timer: the calls of the store, those of the sweeper and of health among them, drive it.
 */
export class OutageLog {
  #outage: Outage | undefined;
  #count = 0;

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The number of outages so far, including one that lasts. */
  get count(): number {
    return this.#count;
  }

  /** Observes a store. */
  readonly observe: StoreObserver = (operation) => (outcome) => {
    if ('error' in outcome) this.failed(operation, outcome.error);
    else this.answered(operation, operation === 'counts' && takesChanges(outcome.answer));
  };

  /** An operation failed. Only errors that say that the store is unavailable count. */
  failed(operation: string, error: unknown): void {
    if (!isSessionError(error) || error.code !== 'STORE_UNAVAILABLE') return;
    const now = this.now();
    const outage = this.#outage ?? this.#begin(now);
    outage.operations.add(operation);
    outage.refused += 1;
    outage.refusedAt = now;
    if (now - outage.loggedAt < REMINDER_MS) return;
    const isFirst = outage.refused === 1;
    outage.loggedAt = now;
    this.logger.warn(
      isFirst
        ? `The store is unavailable. ${error.message}`
        : `The store has been unavailable for ${seconds(now - outage.since)} and has refused ${String(outage.refused)} calls. ${error.message}`,
    );
  }

  /** An operation got its answer. `isSound` says that the store takes all operations, as the counts can tell. */
  answered(operation: string, isSound = false): void {
    const outage = this.#outage;
    if (outage === undefined) return;
    const now = this.now();
    if (now - outage.refusedAt < CALM_MS || !(isSound || outage.operations.has(operation))) return;
    this.#outage = undefined;
    // A warning too: many applications write warnings only, and must not miss the end.
    this.logger.warn(
      `The store is available again, after ${seconds(now - outage.since)}. It refused ${String(outage.refused)} calls.`,
    );
  }

  #begin(now: number): Outage {
    this.#count += 1;
    this.#outage = { since: now, operations: new Set(), refused: 0, refusedAt: now, loggedAt: -Infinity };
    return this.#outage;
  }
}

function takesChanges(counts: unknown): boolean {
  return typeof counts === 'object' && counts !== null && !('refusesChanges' in counts);
}

function seconds(ms: number): string {
  return `${String(Math.round(ms / 1000))} s`;
}
