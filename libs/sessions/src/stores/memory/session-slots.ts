import type { IdHash } from '../../domain/id-hash.js';
import { isExpired } from '../../domain/lifetime.js';
import type { NewSession, QuarantinedRecord, Session, SessionCounts } from '../../domain/session.js';
import { corruptionInTimes } from '../../domain/corruption.js';
import type { QuarantinedLookup } from '../session-store.js';
import { Quarantine } from './quarantine.js';
import { SessionIndexes } from './session-indexes.js';
import { SessionTable, USER_ENTRY } from './session-table.js';
import { Users, type Crowd } from './users.js';

/** What an id stands for, or what stands in a slot, at one instant. A record found corrupted has been set aside and has left the slot. */
export type Found =
  | { readonly state: 'active'; readonly slot: number; readonly session: Session }
  | { readonly state: 'expired'; readonly slot: number; readonly session: Session }
  | QuarantinedLookup
  | { readonly state: 'unknown' };

/** How many sessions of a user are looked at for corrupted ones before another is refused. */
const MOST_LOOKS = 100;

/** The sessions with all that points at them: table, indexes, users and quarantine, kept in step. */
export class SessionSlots {
  readonly #table: SessionTable;
  readonly #quarantine: Quarantine;
  readonly indexes: SessionIndexes;
  readonly #users: Users;

  constructor(
    private readonly capacity: number,
    quarantineRetentionMs: number,
    hash: IdHash | undefined,
  ) {
    this.#table = new SessionTable(hash);
    const { numbers } = this.#table;
    this.indexes = new SessionIndexes(numbers);
    const sessions = {
      userId: (slot: number) => this.#table.userId(slot),
      expiresAt: (slot: number) => this.indexes.expiresAt(slot),
    };
    this.#users = new Users(sessions, numbers, USER_ENTRY);
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

  /** Looks a session up; what is found carries the id that was asked by. */
  find(id: string, now: number): Found {
    const slot = this.#table.slotOf(id, now);
    if (slot === undefined) return UNKNOWN;
    const found = this.read(slot, now);
    if (found.state === 'quarantined' || found.session.id === id) return found;
    return { ...found, session: { ...found.session, id } };
  }

  /** Where a session stands, without a look at its record. */
  slotOf(id: string, now: number): number | undefined {
    return this.#table.slotOf(id, now);
  }

  read(slot: number, now: number): Exclude<Found, { state: 'unknown' }> {
    const session = this.#record(slot);
    // Texts and objects are what they were when they came in; numbers in columns are what a problem could reach.
    const problem = corruptionInTimes(session);
    if (problem !== undefined)
      return { state: 'quarantined', record: this.#moveToQuarantine(slot, session, problem, now) };
    return { state: isExpired(session, now) ? 'expired' : 'active', slot, session };
  }

  write(slot: number, session: Session): void {
    this.#table.write(slot, session);
    this.#move(slot, session);
  }

  /** Writes what activity and renewals change. */
  extend(slot: number, session: Session): void {
    this.#table.writeNumbers(slot, session);
    this.#move(slot, session);
  }

  #move(slot: number, session: Session): void {
    this.indexes.move(slot, session);
    this.#users.move(session.userId, slot, session.expiresAt);
  }

  /** Gives a session a new id, and tells it; the one before finds it for `graceMs`. */
  rotate(slot: number, graceMs: number, now: number): string {
    return this.#table.rotate(slot, now + graceMs, now);
  }

  /** Sets a session aside, by its id or by the one that it is kept under; nothing if there is none. */
  quarantine(id: string, problem: string, now: number): QuarantinedRecord | undefined {
    const slot = this.#table.slotOf(id, now) ?? this.#table.slotOfKept(id);
    if (slot === undefined) return undefined;
    const found = this.read(slot, now);
    return found.state === 'quarantined' ? found.record : this.#moveToQuarantine(slot, found.session, problem, now);
  }

  /** Sets aside so many corrupted records of a user's active sessions, or none if there are not as many. */
  quarantineCorrupted(userId: string, count: number, now: number): QuarantinedRecord[] | undefined {
    const corrupted: number[] = [];
    let looks = MOST_LOOKS;
    for (const slot of this.ofUser(userId)) {
      if (corrupted.length === count || looks === 0) break;
      looks -= 1;
      if (this.#isActive(slot, now) && corruptionInTimes(this.#record(slot)) !== undefined) corrupted.push(slot);
    }
    if (corrupted.length < count) return undefined;
    return corrupted.flatMap((slot) => {
      const found = this.read(slot, now);
      return found.state === 'quarantined' ? [found.record] : [];
    });
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

  /** How many active sessions a user has. */
  countOf(userId: string, now: number): number {
    const crowd = this.#users.crowd(userId);
    if (crowd) return crowd.byExpiry.size - crowd.byExpiry.rank(now);
    let count = 0;
    for (const slot of this.#users.slots(userId)) if (this.#isActive(slot, now)) count += 1;
    return count;
  }

  /** The slots of a user's active sessions, oldest first. The one given last may leave while this goes on. */
  *activeOf(userId: string, now: number): Generator<number, void, undefined> {
    for (const slot of this.#users.slots(userId)) if (this.#isActive(slot, now)) yield slot;
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
    const { expired, expiring } = this.indexes.due(now);
    return {
      active: this.indexes.size - expired,
      expiringSoon: expiring - expired,
      expired,
      quarantined: this.#quarantine.count(now),
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
  corrupt(id: string, now: number): void {
    const slot = this.#table.slotOf(id, now);
    if (slot !== undefined) this.#table.damage(slot);
  }

  #record(slot: number): Session {
    return this.#table.read(slot, this.indexes.deadlines(slot));
  }

  #isActive(slot: number, now: number): boolean {
    return now < this.indexes.expiresAt(slot);
  }

  #moveToQuarantine(slot: number, raw: Session, problem: string, now: number): QuarantinedRecord {
    const id = this.#table.id(slot);
    this.remove(slot);
    return this.#quarantine.add(id, problem, raw, now);
  }
}

const UNKNOWN = { state: 'unknown' } as const;
