import { assertHasUser } from '../../domain/authentication.js';
import type { Ending, ReplacedId } from '../../domain/ending.js';
import type { IdHash } from '../../domain/id-hash.js';
import { expiryReason, isExpired, type Deadlines } from '../../domain/lifetime.js';
import type { NewSession, Session, SessionTimes } from '../../domain/session.js';
import type { RememberedEndings } from './remembered-endings.js';
import { ROW } from './row-layout.js';
import { SessionIndexes } from './session-indexes.js';
import type { SessionJournal } from './session-journal.js';
import { SessionRows, type PreparedSession } from './session-rows.js';
import type { StoredJson } from './stored-json.js';
import { Users } from './users.js';

/** What an id finds at one instant. */
export type Found =
  | { readonly state: 'active'; readonly slot: number; readonly times: SessionTimes }
  | { readonly state: 'expired'; readonly slot: number; readonly times: SessionTimes }
  | { readonly state: 'unknown' };

/** Looking at so many sessions takes less than a millisecond. */
const MAX_LOOKS = 1000;

const UNKNOWN = { state: 'unknown' } as const;

/** A session, found by an id that it had until `endedAt`. */
export interface ReplacedIn {
  readonly slot: number;
  readonly times: SessionTimes;
  readonly endedAt: number;
}

/** The most rotations that a lookup follows. */
const MOST_ROTATIONS = 20;

/** Why a session ends, and who ends it. */
export type SessionEnd = Pick<Ending, 'reason' | 'by'>;

/** The rows of the sessions with their indexes and the lists of users. Each operation changes all of them together. */
export class SessionSlots {
  readonly #rows: SessionRows;
  readonly indexes: SessionIndexes;
  readonly users: Users;

  constructor(
    hash: IdHash | undefined,
    private readonly endings: RememberedEndings,
    slotSecret?: Uint8Array,
    private readonly journal?: SessionJournal,
  ) {
    this.#rows = new SessionRows(hash, slotSecret);
    this.indexes = new SessionIndexes(this.#rows.numbers);
    const sessions = {
      userId: (slot: number) => this.#rows.userId(slot),
      expiresAt: (slot: number) => this.indexes.expiresAt(slot),
    };
    this.users = new Users(sessions, this.#rows.numbers, ROW.user);
  }

  /** How many bytes the sessions take. */
  get bytes(): number {
    return this.#rows.bytes;
  }

  /** See `SessionRows.prepare`. */
  prepare(input: NewSession): PreparedSession {
    return this.#rows.prepare(input);
  }

  /** Creates a session, with a new handle unless it gets that of another session. */
  insert(prepared: PreparedSession, now: number, handle?: string): Session {
    const { slot, session } = this.#rows.insert(prepared, now, handle);
    this.indexes.add(slot, session);
    this.users.add(session.userId, slot);
    this.#put(slot);
    return session;
  }

  /** Puts back a session that a journal received. Call `restored` after the last one. */
  restore(slot: number, serial: number, session: Session, isReported: boolean): void {
    this.#rows.restore(slot, session);
    this.indexes.add(slot, session);
    if (isReported) this.indexes.report(slot);
    this.users.add(session.userId, slot, serial);
  }

  restoreFormerId(slot: number, id: string, until: number): void {
    this.#rows.formerIds.add(slot, id, until, 0);
  }

  restored(): void {
    this.#rows.freeOthers();
  }

  /** With `replaced`, an id that a rotation has replaced finds its session as long as that is remembered. */
  find(id: string, now: number, replaced = false): Found {
    const slot = this.#rows.slotOf(id, now) ?? (replaced ? this.#slotOfReplaced(id, now) : undefined);
    if (slot === undefined) return UNKNOWN;
    const times = this.#times(slot);
    return { state: isExpired(times, now) ? 'expired' : 'active', slot, times };
  }

  /** What is remembered of an id that finds no session: its ending, or the session that it had before a rotation. */
  remembered(id: string, now: number): Ending | ReplacedIn | undefined {
    const ending = this.endings.find(this.#rows.stored(id), now);
    if (ending === undefined || !('next' in ending)) return ending;
    let next: Ending | ReplacedId | undefined = ending;
    for (let hops = 0; next !== undefined && 'next' in next; hops += 1) {
      const slot = this.#rows.slotOfStored(next.next);
      if (slot !== undefined) return { slot, times: this.#times(slot), endedAt: ending.endedAt };
      next = hops < MOST_ROTATIONS ? this.endings.find(next.next, now) : undefined;
    }
    return next;
  }

  /** The slot of a session, by its id or by its stored id. */
  slotOf(id: string, now: number): number | undefined {
    return this.#rows.slotOf(id, now) ?? this.#rows.slotOfStored(id);
  }

  /** The session in a slot, with its stored id. */
  read(slot: number): Session {
    return this.#rows.session(slot, this.#rows.id(slot), this.#times(slot));
  }

  userId(slot: number): string | undefined {
    return this.#rows.userId(slot);
  }

  /** See `SessionRows.session`. */
  session(slot: number, id: string, times: SessionTimes): Session {
    return this.#rows.session(slot, id, times);
  }

  isActive(slot: number, now: number): boolean {
    return now < this.indexes.expiresAt(slot);
  }

  writeTimeouts(slot: number, times: SessionTimes): void {
    this.#rows.writeTimeouts(slot, times.timeouts);
    this.#move(slot, times);
    this.#put(slot);
  }

  /** Notes that the user of a session has authenticated. Throws `InvalidSessionError` for a guest. */
  authenticated(slot: number, now: number): void {
    assertHasUser({ userId: this.userId(slot) });
    this.#rows.writeAuthenticated(slot, now);
    this.#put(slot);
  }

  /** Replaces the metadata by JSON. */
  writeMetadata(slot: number, json: StoredJson): void {
    this.#rows.writeMetadata(slot, json);
    this.#put(slot);
  }

  /** See `SessionRows.growth`. */
  growth(slot: number, json: StoredJson): number {
    return this.#rows.growth(slot, json);
  }

  /** How many bytes a session takes. */
  bytesOf(slot: number): number {
    return this.#rows.bytesOf(slot);
  }

  /** Writes what activity and renewals change. */
  extend(slot: number, times: SessionTimes): void {
    this.#rows.writeTimes(slot, times);
    this.#move(slot, times);
    this.journal?.times(slot, this.users.serial(slot), times, this.indexes.isReported(slot));
  }

  /** Notes that a sweep reports a session as expiring, and returns it. */
  report(slot: number): Session {
    this.indexes.report(slot);
    const session = this.read(slot);
    this.journal?.times(slot, this.users.serial(slot), session, true);
    return session;
  }

  /** Gives a session a new id and returns it. The id before it still finds the session for `graceMs`. */
  rotate(slot: number, graceMs: number, now: number): string {
    const former = this.#rows.id(slot);
    const until = now + graceMs;
    const { id, forgotten } = this.#rows.rotate(slot, until, now);
    this.endings.add(former, { next: this.#rows.id(slot), endedAt: until }, now);
    if (this.journal === undefined) return id;
    const serial = this.users.serial(slot);
    for (const each of forgotten) this.journal.formerId(slot, serial, each, undefined);
    if (graceMs > 0) this.journal.formerId(slot, serial, former, until);
    this.#put(slot);
    return id;
  }

  remove(slot: number): void {
    this.journal?.gone(slot, this.users.serial(slot), this.#rows.formerIds.of(slot));
    this.users.remove(this.#rows.userId(slot), slot);
    this.indexes.remove(slot);
    this.#rows.remove(slot);
  }

  /** Removes a session, and remembers how it ended. */
  end(slot: number, { reason, by }: SessionEnd, endedAt: number, now: number): void {
    const id = this.#rows.id(slot);
    const userId = this.#rows.userId(slot);
    this.remove(slot);
    // Spreading an object would take longer than all the rest.
    this.endings.add(id, by === undefined ? { reason, endedAt, userId } : { reason, endedAt, userId, by }, now);
  }

  /** Removes an expired session and returns it as it was. */
  endExpired(slot: number, now: number): Session {
    const session = this.read(slot);
    this.end(slot, { reason: expiryReason(session) }, session.expiresAt, now);
    return session;
  }

  /** Removes a session without remembering it, and returns it as it was. */
  take(slot: number): Session {
    const session = this.read(slot);
    this.remove(slot);
    return session;
  }

  /** Removes expired sessions, in the order of their expiry, and returns them. */
  takeExpired(limit: number, now: number): Session[] {
    const taken: Session[] = [];
    while (taken.length < limit) {
      const slot = this.indexes.oldestExpired(now);
      if (slot < 0) break;
      taken.push(this.endExpired(slot, now));
    }
    return taken;
  }

  /** How many active sessions a user has. */
  countActiveOf(userId: string, now: number): number {
    const byExpiry = this.users.indexesOf(userId)?.byExpiry;
    if (byExpiry) return byExpiry.size - byExpiry.rank(now);
    let count = 0;
    for (const slot of this.users.slots(userId)) if (this.isActive(slot, now)) count += 1;
    return count;
  }

  /** The slots of a user's active sessions, oldest first. The caller may remove the slot that it got last. */
  *activeOf(userId: string, now: number): Generator<number, void, undefined> {
    for (const slot of this.users.slots(userId)) if (this.isActive(slot, now)) yield slot;
  }

  /**
   * Looks for the handle of an active session of a user. Looks at no more than `MAX_LOOKS` sessions of a user with many, from
   * the serial number `from` on; `next` is where to go on.
   */
  findByHandle(
    userId: string,
    handle: string,
    from: number,
    now: number,
  ): { slot: number } | { next: number } | undefined {
    const bySerial = this.users.indexesOf(userId)?.bySerial;
    if (bySerial === undefined) {
      for (const slot of this.activeOf(userId, now)) if (this.#rows.handle(slot) === handle) return { slot };
      return undefined;
    }
    let serial = from;
    for (let looks = MAX_LOOKS; looks > 0; looks -= 1) {
      const slot = bySerial.ceiling(serial);
      if (slot < 0) return undefined;
      if (this.#rows.handle(slot) === handle) return this.isActive(slot, now) ? { slot } : undefined;
      serial = this.users.serial(slot) + 1;
    }
    return { next: serial };
  }

  /** See `SessionRows.scan`. */
  scan(from: number, looks: number): { slot: number } | { next: number } | undefined {
    return this.#rows.scan(from, looks);
  }

  #slotOfReplaced(id: string, now: number): number | undefined {
    const found = this.remembered(id, now);
    return found !== undefined && 'slot' in found ? found.slot : undefined;
  }

  #put(slot: number): void {
    this.journal?.put(slot, this.users.serial(slot), this.read(slot), this.indexes.isReported(slot));
  }

  #times(slot: number): SessionTimes {
    return this.#rows.times(slot, this.indexes.deadlines(slot));
  }

  #move(slot: number, deadlines: Deadlines): void {
    this.indexes.move(slot, deadlines);
    this.users.move(slot, deadlines.expiresAt);
  }
}
