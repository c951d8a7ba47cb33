import type { Logger } from '@nestjs/common';
import { isSessionError } from '../domain/errors.js';
import type { StoreObserver } from './observed-store.js';

/** How often a lasting outage is logged again. */
const REMINDER_MS = 60_000;

/** An outage ends with the first answer this long after the last refusal, so an unsteady store does not fill the log. */
const CALM_MS = 1000;

interface Outage {
  readonly since: number;
  readonly operations: Set<string>;
  refused: number;
  refusedAt: number;
  loggedAt: number;
}

/**
 * Counts the outages of a store, and logs the beginning of each outage, a reminder each minute, and its end. It has no timer
 * of its own: it acts when the application, the sweeper or health calls the store.
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

  /** An operation got its answer. `takesAll`: the counts have shown that the store takes all operations. */
  answered(operation: string, takesAll = false): void {
    const outage = this.#outage;
    if (outage === undefined) return;
    const now = this.now();
    if (now - outage.refusedAt < CALM_MS || !(takesAll || outage.operations.has(operation))) return;
    this.#outage = undefined;
    // The end is a warning too: many applications log only warnings, and must not miss it.
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
