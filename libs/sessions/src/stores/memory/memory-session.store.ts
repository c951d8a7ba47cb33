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
import { pageOfAll, pageOfUser } from './pages.js';
import { Quarantine } from './quarantine.js';
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

type ExpiredLookup = Extract<SessionLookup, { state: 'expired' }>;

/** How many sessions of a user a new one evicts at most. */
const MAX_EVICTED = 1000;

/** How many expired sessions a full store removes to make room for a new one. */
const MAX_REMOVED_FOR_ROOM = 2;

/**
 * Sessions in the memory of this process; they end with it. Every operation takes the same time at any size.
 *
 * The numbers of the sessions lie in columns, not in objects: see `row-layout.ts`. So the garbage collector does not
 * look at them, a session takes less than 200 bytes beyond its id, and the indexes need no objects of their own. The
 * columns do not give speed by themselves, and what they hold is no easier to read: each answer builds its session anew.
 */
export class MemorySessionStore implements SessionStore {
  readonly name = 'memory';
  readonly #capacity: number;
  readonly #clock: Clock;
  readonly #slots: SessionSlots;
  readonly #quarantine: Quarantine;
  #isClosed = false;
  /** The clock never goes back: no expired session comes to life when the system's clock is set back. */
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
    this.#slots = new SessionSlots(idHash(idKey));
    this.#quarantine = new Quarantine(retentionMs);
  }

  async create(input: NewSession, limit?: UserLimit): Promise<CreatedSession> {
    const asOf = this.#now();
    const evicted = limit === undefined ? [] : this.#makeRoom(input.userId, limit, asOf);
    const ended = this.#isFull ? this.#endExpired(MAX_REMOVED_FOR_ROOM, asOf) : [];
    if (this.#isFull) throw new CapacityReachedError(this.#capacity);
    const session = this.#slots.insert(input, asOf);
    return { session, ended, evicted, quarantined: [], asOf };
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
    // The change is code of the application: it may have ended the session, whose slot may hold another one by now.
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
    return { ...this.#endOldestOf(userId, limit, asOf, spared), quarantined: [], asOf };
  }

  async quarantine(id: string, problem: string): Promise<StoreLookup> {
    const asOf = this.#now();
    const slot = this.#slots.slotOf(id, asOf);
    if (slot === undefined) return { state: 'unknown' };
    const session = this.#slots.take(slot);
    return { state: 'quarantined', record: this.#quarantine.add(session.id, problem, session, asOf) };
  }

  async list({ limit, cursor, userId }: PageQuery): Promise<StorePage> {
    const asOf = this.#now();
    const from = readCursor(cursor);
    const counts = this.#counts(asOf);
    const page =
      userId === undefined
        ? { total: counts.active, ...pageOfAll(this.#slots, from, limit, asOf) }
        : pageOfUser(this.#slots, userId, from, limit, asOf);
    return {
      sessions: page.sessions,
      total: page.total,
      counts,
      ...(page.next !== undefined && { nextCursor: writeCursor(page.next) }),
      quarantined: [],
      asOf,
    };
  }

  async counts(): Promise<SessionCounts> {
    return this.#counts(this.#now());
  }

  async sweep(limit: number): Promise<SweepBatch> {
    const asOf = this.#now();
    const { indexes } = this.#slots;
    const ended = this.#endExpired(limit, asOf);
    const expiring: Session[] = [];
    // While there is room left in the batch, no expired session is left: what is found here is active.
    while (ended.length + expiring.length < limit) {
      const slot = indexes.oldestExpiring(asOf);
      if (slot < 0) break;
      indexes.report(slot);
      expiring.push(this.#slots.read(slot));
    }
    const more = indexes.oldestExpired(asOf) >= 0 || indexes.oldestExpiring(asOf) >= 0;
    return { ended, expiring, quarantined: [], more, asOf };
  }

  async quarantined(limit: number): Promise<readonly QuarantinedRecord[]> {
    return this.#quarantine.oldest(limit, this.#now());
  }

  async clearQuarantine(): Promise<number> {
    return this.#quarantine.clear(this.#now());
  }

  async ping(): Promise<void> {
    this.#now();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  get #isFull(): boolean {
    return this.#slots.indexes.size >= this.#capacity;
  }

  #now(): number {
    if (this.#isClosed) throw new StoreUnavailableError('The memory store is closed. Open a new one.');
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

  #counts(asOf: number): SessionCounts {
    const { indexes } = this.#slots;
    const { expired, warning } = indexes.due(asOf);
    return {
      active: indexes.size - expired,
      expiringSoon: warning - expired,
      expired,
      quarantined: this.#quarantine.count(asOf),
      capacity: this.#capacity,
      asOf,
    };
  }

  /** Evicts what a new session of a user takes the place of. Throws `SessionLimitReachedError`. */
  #makeRoom(userId: string, { max, policy }: UserLimit, now: number): readonly Session[] {
    const surplus = this.#slots.countActiveOf(userId, now) - max + 1;
    if (surplus <= 0) return [];
    if (policy === 'reject') throw new SessionLimitReachedError(max);
    return this.#endOldestOf(userId, Math.min(surplus, MAX_EVICTED), now).ended;
  }

  /** Ends the oldest active sessions of a user, but not the one in the slot `spared`. */
  #endOldestOf(userId: string, limit: number, now: number, spared?: number): { ended: Session[]; more: boolean } {
    const ended: Session[] = [];
    for (const slot of this.#slots.activeOf(userId, now)) {
      if (slot === spared) continue;
      if (ended.length >= limit) return { ended, more: true };
      ended.push(this.#slots.take(slot));
    }
    return { ended, more: false };
  }

  #endExpired(limit: number, now: number): Session[] {
    const ended: Session[] = [];
    while (ended.length < limit) {
      const slot = this.#slots.indexes.oldestExpired(now);
      if (slot < 0) break;
      ended.push(this.#slots.take(slot));
    }
    return ended;
  }
}

function answer(found: Found, asOf: number): StoreLookup {
  if (found.state === 'active') return { state: 'active', session: found.session, asOf };
  return found.state === 'expired' ? expired(found.session, asOf) : found;
}

function expired(session: Session, asOf: number): ExpiredLookup {
  return { state: 'expired', expiredAt: session.expiresAt, reason: expiryReason(session), asOf };
}
