import { isWorthRecording, withMetadata, renewed, withTimeouts, touched } from '../../domain/changes.js';
import { systemClock, type Clock } from '../../domain/clock.js';
import type { Duration } from '../../domain/duration.js';
import {
  CapacityReachedError,
  InvalidTimeoutsError,
  SessionLimitReachedError,
  StoreUnavailableError,
} from '../../domain/errors.js';
import { idHash } from '../../domain/id-hash.js';
import { expiryReason, isExpired } from '../../domain/lifetime.js';
import type { Secret } from '../../domain/secret.js';
import type {
  NewSession,
  QuarantinedRecord,
  Session,
  SessionCounts,
  SessionLookup,
  UserLimit,
} from '../../domain/session.js';
import { changeTimeouts, type TimeoutChanges } from '../../domain/timeouts.js';
import { OptionChecker } from '../../options/option-checker.js';
import type {
  CreatedSession,
  MetadataChange,
  PageQuery,
  RenewalLookup,
  RevokedBatch,
  SessionStore,
  StoreLookup,
  StorePage,
  SweepBatch,
} from '../session-store.js';
import { readCursor, writeCursor } from './cursor.js';
import { Ending } from './ending.js';
import { pageOfAll, pageOfUser } from './pages.js';
import { SessionSlots, type Found } from './session-slots.js';

export interface MemorySessionStoreOptions {
  /** The most active sessions. Default 1,000,000. */
  readonly capacity?: number | undefined;
  /** How long a corrupted record is kept for inspection. Default `'24h'`. */
  readonly quarantineRetention?: Duration | undefined;
  /**
   * Keeps a keyed hash of each id in place of the id, so that what the store holds opens no session. At least 32 bytes;
   * keep it apart from dumps of the memory, which may also show an id that a request has brought just now.
   */
  readonly idKey?: Secret | undefined;
  /** Default: the system's clock. */
  readonly clock?: Clock | undefined;
}

interface Ended {
  readonly ended: readonly Session[];
  readonly quarantined: readonly QuarantinedRecord[];
}

const NOTHING: Ended = { ended: [], quarantined: [] };

type ExpiredLookup = Extract<SessionLookup, { state: 'expired' }>;

/** How many sessions of its user a new one ends at most. */
const MOST_EVICTED = 1000;

/** How many expired sessions a full store removes to make room for a new one. */
const ROOM = 2;

/** Sessions in the memory of this process; they end with it. All operations take the same time at any size. */
export class MemorySessionStore implements SessionStore {
  readonly name = 'memory';
  readonly #capacity: number;
  readonly #clock: Clock;
  readonly #slots: SessionSlots;
  #closed = false;
  /** An instant once told is not taken back: a clock that is set back brings no expired session to life. */
  #lastInstant = 0;

  /** Throws `InvalidOptionsError`. */
  constructor({
    capacity = 1_000_000,
    quarantineRetention = '24h',
    idKey,
    clock = systemClock,
  }: MemorySessionStoreOptions = {}) {
    const check = new OptionChecker("MemorySessionStore can't start");
    this.#capacity = check.integer('capacity', capacity, { min: 1 });
    const retentionMs = check.duration('quarantineRetention', quarantineRetention, { min: 0 });
    check.secret('idKey', idKey);
    check.done();
    this.#clock = clock;
    this.#slots = new SessionSlots(capacity, retentionMs, idHash(idKey));
  }

  async create(input: NewSession, limit?: UserLimit): Promise<CreatedSession> {
    const asOf = this.#now();
    const evicted = limit === undefined ? NOTHING : this.#makeRoom(input.userId, limit, asOf);
    const expired = this.#slots.isFull ? this.#endExpired(ROOM, asOf) : NOTHING;
    if (this.#slots.isFull) throw new CapacityReachedError(this.#capacity);
    const session = this.#slots.insert(input, asOf);
    const quarantined = evicted.quarantined.concat(expired.quarantined);
    return { session, ended: expired.ended, evicted: evicted.ended, quarantined, asOf };
  }

  async get(id: string): Promise<StoreLookup> {
    const asOf = this.#now();
    return answer(this.#slots.find(id, asOf), asOf);
  }

  async touch(id: string, precisionMs = 0): Promise<RenewalLookup> {
    return this.#renew(id, touched, precisionMs);
  }

  async renew(id: string): Promise<RenewalLookup> {
    return this.#renew(id, renewed, 0);
  }

  async updateTimeouts(id: string, changes: TimeoutChanges): Promise<StoreLookup> {
    const asOf = this.#now();
    const found = this.#slots.find(id, asOf);
    if (found.state !== 'active') return answer(found, asOf);
    const result = changeTimeouts(found.session.timeouts, changes);
    if (!result.ok) throw InvalidTimeoutsError.ofConflicts(result.conflicts);
    const session = withTimeouts(found.session, result.timeouts);
    this.#slots.write(found.slot, session);
    return isExpired(session, asOf) ? expired(session, asOf) : { state: 'active', session, asOf };
  }

  async updateMetadata(id: string, change: MetadataChange): Promise<StoreLookup> {
    const asOf = this.#now();
    const found = this.#slots.find(id, asOf);
    if (found.state !== 'active') return answer(found, asOf);
    const metadata = change(found.session.metadata);
    // The change is code of the application: it may have ended the session, and another may stand in its slot by now.
    const still = this.#slots.find(id, asOf);
    if (still.state !== 'active') return answer(still, asOf);
    const session = withMetadata(still.session, metadata);
    this.#slots.write(still.slot, session);
    return { state: 'active', session, asOf };
  }

  async rotate(id: string, graceMs = 0): Promise<StoreLookup> {
    const asOf = this.#now();
    const found = this.#slots.find(id, asOf);
    if (found.state !== 'active') return answer(found, asOf);
    const session = { ...found.session, id: this.#slots.rotate(found.slot, graceMs, asOf) };
    return { state: 'active', session, asOf };
  }

  async delete(id: string): Promise<StoreLookup> {
    const asOf = this.#now();
    const found = this.#slots.find(id, asOf);
    if (found.state === 'active') this.#slots.remove(found.slot);
    return answer(found, asOf);
  }

  async revokeByUser(userId: string, limit: number, except?: string): Promise<RevokedBatch> {
    const asOf = this.#now();
    const spared = except === undefined ? undefined : this.#slots.slotOf(except, asOf);
    return { ...this.#endOfUser(userId, limit, asOf, spared), asOf };
  }

  async quarantine(id: string, problem: string): Promise<StoreLookup> {
    const record = this.#slots.quarantine(id, problem, this.#now());
    return record === undefined ? { state: 'unknown' } : { state: 'quarantined', record };
  }

  async list({ limit, cursor, userId }: PageQuery): Promise<StorePage> {
    const asOf = this.#now();
    const from = readCursor(cursor);
    const page =
      userId === undefined
        ? { total: undefined, ...pageOfAll(this.#slots, from, limit, asOf) }
        : pageOfUser(this.#slots, userId, from, limit, asOf);
    const counts = this.#slots.counts(asOf);
    return {
      sessions: page.sessions,
      total: page.total ?? counts.active,
      counts,
      ...(page.next !== undefined && { nextCursor: writeCursor(page.next) }),
      quarantined: page.quarantined,
      asOf,
    };
  }

  async counts(): Promise<SessionCounts> {
    return this.#slots.counts(this.#now());
  }

  async sweep(limit: number): Promise<SweepBatch> {
    const asOf = this.#now();
    const { indexes } = this.#slots;
    const { ended, quarantined: quarantine } = this.#endExpired(limit, asOf);
    const quarantined = [...quarantine];
    const expiring: Session[] = [];
    // While there is room left, nothing expired is left: what has come to its warning is active.
    while (ended.length + quarantined.length + expiring.length < limit) {
      const slot = indexes.oldestToAnnounce(asOf);
      if (slot < 0) break;
      const found = this.#slots.read(slot, asOf);
      if (found.state === 'quarantined') {
        quarantined.push(found.record);
      } else {
        indexes.announced(slot);
        expiring.push(found.session);
      }
    }
    const more = indexes.oldestExpired(asOf) >= 0 || indexes.oldestToAnnounce(asOf) >= 0;
    return { ended, expiring, quarantined, more, asOf };
  }

  async quarantined(limit: number): Promise<readonly QuarantinedRecord[]> {
    return this.#slots.quarantined(limit, this.#now());
  }

  async clearQuarantine(): Promise<number> {
    return this.#slots.clearQuarantine(this.#now());
  }

  async ping(): Promise<void> {
    this.#now();
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** Damages the record of a session, for `corruptRecord` of the testing door. */
  static corrupt(store: MemorySessionStore, id: string): void {
    store.#slots.corrupt(id, store.#now());
  }

  #now(): number {
    if (this.#closed) throw new StoreUnavailableError('The memory store is closed. Open a new one.');
    this.#lastInstant = Math.max(this.#lastInstant, Math.floor(this.#clock.now()));
    return this.#lastInstant;
  }

  #renew(id: string, change: (session: Session, now: number) => Session, precisionMs: number): RenewalLookup {
    const asOf = this.#now();
    const found = this.#slots.find(id, asOf);
    if (found.state !== 'active') return found.state === 'expired' ? expired(found.session, asOf) : found;
    if (precisionMs > 0 && !isWorthRecording(found.session, asOf, precisionMs)) {
      return { state: 'active', session: found.session, asOf, renewed: false };
    }
    const session = change(found.session, asOf);
    this.#slots.extend(found.slot, session);
    return { state: 'active', session, asOf, renewed: session.renewalCount > found.session.renewalCount };
  }

  /** Makes room for one session more of a user. Throws `SessionLimitReachedError`. */
  #makeRoom(userId: string, { max, policy }: UserLimit, now: number): Ended {
    const surplus = this.#slots.countOf(userId, now) - max + 1;
    if (surplus <= 0) return NOTHING;
    if (policy === 'evict-oldest') return this.#endOfUser(userId, Math.min(surplus, MOST_EVICTED), now);
    // A corrupted record must not keep a user out for as long as a session lives.
    const quarantined = this.#slots.quarantineCorrupted(userId, surplus, now);
    if (quarantined === undefined) throw new SessionLimitReachedError(max);
    return { ended: [], quarantined };
  }

  /** Ends the oldest active sessions of a user, but not the one in the slot `spared`. */
  #endOfUser(userId: string, most: number, now: number, spared?: number): Ended & { more: boolean } {
    const ending = new Ending(this.#slots, now);
    const { ended, quarantined } = ending;
    for (const slot of this.#slots.activeOf(userId, now)) {
      if (slot === spared) continue;
      if (ending.count >= most) return { ended, quarantined, more: true };
      ending.take(slot);
    }
    return { ended, quarantined, more: false };
  }

  #endExpired(most: number, now: number): Ending {
    const ending = new Ending(this.#slots, now);
    while (ending.count < most) {
      const slot = this.#slots.indexes.oldestExpired(now);
      if (slot < 0) break;
      ending.take(slot);
    }
    return ending;
  }
}

function answer(found: Found, asOf: number): StoreLookup {
  if (found.state === 'active') return { state: 'active', session: found.session, asOf };
  return found.state === 'expired' ? expired(found.session, asOf) : found;
}

function expired(session: Session, asOf: number): ExpiredLookup {
  return { state: 'expired', expiredAt: session.expiresAt, reason: expiryReason(session), asOf };
}
