import type { Deadlines } from '../../domain/lifetime.js';
import type { NumberColumns } from './number-columns.js';
import { ROW } from './row-layout.js';
import { TimeIndex } from './time-index.js';

/**
 * Counts and finds sessions by their deadlines.
 *
 * `byExpiry` holds every session. `byWarning` holds the sessions that no sweep has reported as expiring yet. Reported
 * sessions are only counted. Their warning is due and stays due until their deadline moves, because the clock never
 * goes back.
 */
export class SessionIndexes {
  readonly #byExpiry: TimeIndex;
  readonly #byWarning: TimeIndex;
  #reported = 0;

  /** Keeps its entries in the rows of the sessions. */
  constructor(private readonly rows: NumberColumns) {
    this.#byExpiry = new TimeIndex(rows, ROW.expiry);
    this.#byWarning = new TimeIndex(rows, ROW.warning);
  }

  /** How many sessions there are, the expired ones included. */
  get size(): number {
    return this.#byExpiry.size;
  }

  expiresAt(slot: number): number {
    return this.#byExpiry.instant(slot);
  }

  deadlines(slot: number): Deadlines {
    return { expiresAt: this.expiresAt(slot), warnAt: this.#byWarning.instant(slot) };
  }

  add(slot: number, { expiresAt, warnAt }: Deadlines): void {
    this.#byExpiry.add(slot, expiresAt);
    this.#byWarning.add(slot, warnAt);
    this.#setReported(slot, false);
  }

  /** Moves a session to new deadlines, after which a sweep can report it again. Does nothing if the deadlines are the same. */
  move(slot: number, { expiresAt, warnAt }: Deadlines): void {
    const before = this.deadlines(slot);
    if (before.expiresAt === expiresAt && before.warnAt === warnAt) return;
    this.#byExpiry.move(slot, expiresAt);
    if (!this.isReported(slot)) {
      this.#byWarning.move(slot, warnAt);
      return;
    }
    this.#reported -= 1;
    this.#setReported(slot, false);
    this.#byWarning.add(slot, warnAt);
  }

  isReported(slot: number): boolean {
    return this.rows.integer(slot, ROW.isReported) === 1;
  }

  /** Notes that a sweep has reported the session as expiring. */
  report(slot: number): void {
    this.#byWarning.remove(slot);
    this.#reported += 1;
    this.#setReported(slot, true);
  }

  remove(slot: number): void {
    this.#byExpiry.remove(slot);
    if (this.isReported(slot)) this.#reported -= 1;
    else this.#byWarning.remove(slot);
  }

  /** How many sessions have expired, and for how many the warning is due. The second number includes the first. */
  due(now: number): { expired: number; warning: number } {
    return { expired: this.#byExpiry.rank(now), warning: this.#byWarning.rank(now) + this.#reported };
  }

  /** The session that expired first, or -1. */
  oldestExpired(now: number): number {
    const slot = this.#byExpiry.ceiling(0);
    return slot >= 0 && this.#byExpiry.instant(slot) <= now ? slot : -1;
  }

  /** The expired sessions in the order of their expiry. No session may change meanwhile. */
  expired(now: number): Iterable<number> {
    return this.#byExpiry.upTo(now);
  }

  /** The session whose warning has been due longest without a report, or -1. */
  oldestExpiring(now: number): number {
    const slot = this.#byWarning.ceiling(0);
    return slot >= 0 && this.#byWarning.instant(slot) <= now ? slot : -1;
  }

  #setReported(slot: number, isReported: boolean): void {
    this.rows.setInteger(slot, ROW.isReported, isReported ? 1 : 0);
  }
}
