import type { IdHash } from '../../domain/id-hash.js';
import { expiresAt, isExpired, warnAt, type Deadlines, type Life } from '../../domain/lifetime.js';
import type { NewSession, QuarantinedRecord, Session, SessionCounts } from '../../domain/session.js';
import { corruptionInTimes } from '../../domain/corruption.js';
import type { QuarantinedLookup } from '../session-store.js';
import { Quarantine } from './quarantine.js';
import { SessionIndexes } from './session-indexes.js';
import type { SessionJournal, SessionRestorer } from './session-journal.js';
import { SessionTable, USER_ENTRY } from './session-table.js';
import { LAST_INSTANT } from './time-index.js';
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
    slotSecret?: Uint8Array,
    private readonly journal?: SessionJournal,
  ) {
    this.#table = new SessionTable(hash, slotSecret);
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
    this.#put(slot, session);
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
    this.#put(slot, session);
  }

  /** Writes what activity and renewals change. */
  extend(slot: number, session: Session): void {
    this.#table.writeNumbers(slot, session);
    this.#move(slot, session);
    this.journal?.times(slot, this.place(slot), session, this.indexes.isAnnounced(slot));
  }

  /** Notes that a sweep has reported a session as expiring. */
  announce(slot: number, session: Session): void {
    this.indexes.announced(slot);
    this.journal?.times(slot, this.place(slot), session, true);
  }

  #move(slot: number, session: Session): void {
    this.indexes.move(slot, session);
    this.#users.move(session.userId, slot, session.expiresAt);
  }

  /** Gives a session a new id, and tells it; the one before finds it for `graceMs`. */
  rotate(slot: number, graceMs: number, now: number): string {
    const { journal } = this;
    if (journal === undefined) return this.#table.rotate(slot, now + graceMs, now);
    const place = this.place(slot);
    const id = this.#table.rotate(slot, now + graceMs, now, (former, until) => {
      journal.formerId(slot, place, former, until);
    });
    this.#put(slot, this.#record(slot));
    return id;
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
    this.journal?.gone(slot, this.place(slot), this.#table.formerIds(slot));
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
    this.journal?.quarantineCleared();
    return this.#quarantine.clear(now);
  }

  /** Damages a record in place, for tests of what is corrupted. */
  corrupt(id: string, now: number): void {
    const slot = this.#table.slotOf(id, now);
    if (slot === undefined) return;
    this.#table.damage(slot);
    this.#put(slot, this.#record(slot));
  }

  /** For what a journal was told. */
  restorer(): SessionRestorer {
    return {
      put: (slot, place, session, announced) => {
        this.#table.restore(slot, session);
        this.indexes.add(slot, restoredDeadlines(session));
        if (announced) this.indexes.announced(slot);
        this.#users.add(session.userId, slot, place);
      },
      formerId: (slot, id, until) => {
        this.#table.restoreFormerId(slot, id, until);
      },
      quarantined: (record) => {
        this.#quarantine.restore(record);
      },
      done: () => {
        this.#table.restored();
      },
    };
  }

  #put(slot: number, session: Session): void {
    if (this.journal === undefined) return;
    const kept = { ...session, id: this.#table.id(slot) };
    this.journal.put(slot, this.place(slot), kept, this.indexes.isAnnounced(slot));
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
    const record = this.#quarantine.add(id, problem, raw, now);
    this.journal?.quarantined(record);
    return record;
  }
}

/** By the law; for a corrupted record, which is found when it is due, by what is left of it. */
function restoredDeadlines(session: Life): Deadlines {
  const { createdAt, lastRenewedAt, timeouts } = session;
  const end = expiresAt(session);
  if (end >= 0 && end <= LAST_INSTANT) return { expiresAt: end, warnAt: warnAt(session) };
  const ends = [lastRenewedAt + timeouts.idleTimeoutMs, createdAt + timeouts.absoluteTimeoutMs];
  const sound = ends.filter((each) => each >= 0 && each <= LAST_INSTANT);
  const guess = Math.min(LAST_INSTANT, ...sound);
  return { expiresAt: guess, warnAt: Math.max(0, guess - (timeouts.warningThresholdMs || 0)) };
}

const UNKNOWN = { state: 'unknown' } as const;
