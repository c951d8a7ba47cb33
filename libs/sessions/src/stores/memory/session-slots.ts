import { isExpired } from '../../domain/lifetime.js';
import type { NewSession, QuarantinedRecord, Session, SessionCounts } from '../../domain/session.js';
import { faultInTimes } from '../../domain/soundness.js';
import type { CorruptedLookup } from '../session-store.js';
import { Quarantine } from './quarantine.js';
import { SessionIndexes } from './session-indexes.js';
import { SessionTable } from './session-table.js';
import { Users, type Crowd } from './users.js';

/** What an id stands for, or what stands in a slot, at one instant. A record found corrupted has been set aside and has left the slot. */
export type Found =
  | { readonly state: 'active'; readonly slot: number; readonly session: Session }
  | { readonly state: 'expired'; readonly slot: number; readonly session: Session }
  | CorruptedLookup
  | { readonly state: 'unknown' };

/** The sessions with all that points at them: table, indexes, users and quarantine, kept in step. */
export class SessionSlots {
  readonly #table = new SessionTable();
  readonly #quarantine: Quarantine;
  readonly indexes = new SessionIndexes(this.#table.numbers);
  readonly #users = new Users({
    userId: (slot) => this.#table.userId(slot),
    expiresAt: (slot) => this.indexes.expiresAt(slot),
  });

  constructor(
    private readonly capacity: number,
    quarantineRetentionMs: number,
  ) {
    this.#quarantine = new Quarantine(quarantineRetentionMs);
  }

  get isFull(): boolean {
    return this.indexes.size >= this.capacity;
  }

  insert(input: NewSession, now: number): Session {
    const { slot, session } = this.#table.insert(input, now);
    this.indexes.add(slot, session);
    this.#users.add(session.userId, slot);
    return session;
  }

  find(id: string, now: number): Found {
    const slot = this.#table.slotOf(id);
    return slot === undefined ? UNKNOWN : this.read(slot, now);
  }

  read(slot: number, now: number): Exclude<Found, { state: 'unknown' }> {
    const session = this.#table.read(slot, this.indexes.deadlines(slot));
    // Texts and objects are what they were when they came in; numbers in columns are what a fault could reach.
    const fault = faultInTimes(session);
    if (fault !== undefined) return { state: 'corrupted', record: this.#setAside(slot, session, fault, now) };
    return { state: isExpired(session, now) ? 'expired' : 'active', slot, session };
  }

  write(slot: number, session: Session): void {
    this.#table.write(slot, session);
    this.indexes.move(slot, session);
    this.#users.move(session.userId, slot, session.expiresAt);
  }

  remove(slot: number): void {
    this.#users.remove(this.#table.userId(slot), slot);
    this.indexes.remove(slot);
    this.#table.remove(slot);
  }

  /** The indexes of a user with many sessions; `undefined` for one with few. */
  crowdOf(userId: string): Crowd | undefined {
    return this.#users.crowd(userId);
  }

  /** The place of a session in the order of creation. */
  place(slot: number): number {
    return this.#users.place(slot);
  }

  /** The slots of a user, oldest session first. The one given last may leave while this goes on. */
  ofUser(userId: string): Iterable<number> {
    return this.#users.slots(userId);
  }

  counts(now: number): SessionCounts {
    const { expired, warned } = this.indexes.due(now);
    return {
      active: this.indexes.size - expired,
      expiringSoon: warned - expired,
      expired,
      invalid: this.#quarantine.count(now),
      capacity: this.capacity,
      asOf: now,
    };
  }

  quarantined(limit: number, now: number): QuarantinedRecord[] {
    return this.#quarantine.oldest(limit, now);
  }

  clearQuarantine(now: number): number {
    return this.#quarantine.clear(now);
  }

  /** Damages a record in place, for tests of what is corrupted. */
  corrupt(id: string): void {
    const slot = this.#table.slotOf(id);
    if (slot !== undefined) this.#table.damage(slot);
  }

  #setAside(slot: number, raw: Session, fault: string, now: number): QuarantinedRecord {
    const id = this.#table.id(slot);
    this.remove(slot);
    return this.#quarantine.add(id, fault, raw, now);
  }
}

const UNKNOWN = { state: 'unknown' } as const;
