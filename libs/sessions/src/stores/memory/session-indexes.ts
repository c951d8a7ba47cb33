import type { Deadlines } from '../../domain/lifetime.js';
import type { PagedColumns } from './paged-columns.js';
import { ANNOUNCED, EXPIRY_ENTRY, WARNING_ENTRY } from './session-table.js';
import { SlotSet } from './slot-set.js';
import { TimeIndex } from './time-index.js';

/**
 * Where each session stands: by expiry and by warning, and which slots there are. The index by warning has two halves,
 * those that a sweep still has to announce and those that it has announced; every session is in one.
 */
export class SessionIndexes {
  readonly #taken = new SlotSet();
  readonly #byExpiry: TimeIndex;
  readonly #silent: TimeIndex;
  readonly #announced: TimeIndex;

  /** Keeps the entries by deadline among the numbers of the session. */
  constructor(private readonly numbers: PagedColumns) {
    this.#byExpiry = new TimeIndex(numbers, EXPIRY_ENTRY);
    this.#silent = new TimeIndex(numbers, WARNING_ENTRY);
    this.#announced = new TimeIndex(numbers, WARNING_ENTRY);
  }

  get size(): number {
    return this.#byExpiry.size;
  }

  expiresAt(slot: number): number {
    return this.#byExpiry.instant(slot);
  }

  deadlines(slot: number): Deadlines {
    return { expiresAt: this.expiresAt(slot), warnAt: this.#silent.instant(slot) };
  }

  add(slot: number, { expiresAt, warnAt }: Deadlines): void {
    this.#byExpiry.add(slot, expiresAt);
    this.#silent.add(slot, warnAt);
    this.numbers.setInteger(slot, ANNOUNCED, 0);
    this.#taken.add(slot);
  }

  /** Moves a session to new deadlines, where it is to be announced anew; does nothing when they are the old ones. */
  move(slot: number, { expiresAt, warnAt }: Deadlines): void {
    const before = this.deadlines(slot);
    if (before.expiresAt === expiresAt && before.warnAt === warnAt) return;
    this.#byExpiry.move(slot, expiresAt);
    if (this.numbers.integer(slot, ANNOUNCED) === 0) {
      this.#silent.move(slot, warnAt);
      return;
    }
    this.#announced.remove(slot);
    this.numbers.setInteger(slot, ANNOUNCED, 0);
    this.#silent.add(slot, warnAt);
  }

  announced(slot: number): void {
    const { warnAt } = this.deadlines(slot);
    this.#silent.remove(slot);
    this.#announced.add(slot, warnAt);
    this.numbers.setInteger(slot, ANNOUNCED, 1);
  }

  remove(slot: number): void {
    this.#byExpiry.remove(slot);
    this.#taken.remove(slot);
    this.#warningsOf(slot).remove(slot);
  }

  /** How many sessions have expired, and how many have come to their warning, the expired ones included. */
  due(now: number): { expired: number; expiring: number } {
    return { expired: this.#byExpiry.rank(now), expiring: this.#silent.rank(now) + this.#announced.rank(now) };
  }

  /** The session that expired first, or -1. */
  oldestExpired(now: number): number {
    const slot = this.#byExpiry.ceiling(0);
    return slot >= 0 && this.#byExpiry.instant(slot) <= now ? slot : -1;
  }

  /** The session that has waited longest to be announced, or -1. */
  oldestToAnnounce(now: number): number {
    const slot = this.#silent.ceiling(0);
    return slot >= 0 && this.#silent.instant(slot) <= now ? slot : -1;
  }

  /** The first slot from this one on that holds a session, or -1. */
  takenFrom(slot: number): number {
    return this.#taken.ceiling(slot);
  }

  #warningsOf(slot: number): TimeIndex {
    return this.numbers.integer(slot, ANNOUNCED) === 1 ? this.#announced : this.#silent;
  }
}
