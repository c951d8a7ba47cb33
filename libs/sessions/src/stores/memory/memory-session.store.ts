import { isWorthRecording, renewed, withTimeouts, touched } from '../../domain/changes.js';
import type { Clock } from '../../domain/clock.js';
import { endOf, type EndCause } from '../../domain/ending.js';
import { InvalidTimeoutsError, StoreUnavailableError } from '../../domain/errors.js';
import { isExpired } from '../../domain/lifetime.js';
import type {
  NewSession,
  QuarantinedRecord,
  Session,
  SessionCounts,
  SessionTimes,
  UserLimit,
} from '../../domain/session.js';
import { assertMaySignIn, type SignIn } from '../../domain/sign-in.js';
import { changeTimeouts, type TimeoutChanges } from '../../domain/timeouts.js';
import type {
  CreatedSession,
  DeleteOptions,
  ErasedUser,
  MetadataChange,
  PageQuery,
  RenewalLookup,
  RevokedBatch,
  SessionStore,
  SignInLookup,
  StoreLookup,
  StorePage,
  SweepBatch,
} from '../session-store.js';
import { answerOf, answerOfGone } from './answers.js';
import { withHandle } from './handle-search.js';
import { countsAt } from './counts.js';
import { readCursor, writeCursor } from './cursor.js';
import { resolveMemoryOptions, type MemorySessionStoreOptions } from './memory-session-store-options.js';
import { pageOfAll, pageOfUser } from './pages.js';
import { Quarantine } from './quarantine.js';
import { RememberedEndings } from './remembered-endings.js';
import { restorerOf } from './restorer.js';
import { Room } from './room.js';
import type { SessionJournal, SessionRestorer } from './session-journal.js';
import { SessionSlots, type SessionEnd } from './session-slots.js';
import { toJson } from './stored-json.js';
import { eraseUser } from './user-erasure.js';

/**
 * Sessions in the memory of this process; they end with it. Every operation takes the same time at any size.
 *
 * The numbers of the sessions lie in columns, not in objects: see `row-layout.ts`. So the garbage collector does not
 * look at them, a session takes less than 200 bytes beyond its id, and the indexes need no objects of their own. The
 * columns alone make nothing faster, and they make the code harder to read: each answer has to build its session.
 */
export class MemorySessionStore implements SessionStore {
  readonly name = 'memory';
  readonly #clock: Clock;
  readonly #slots: SessionSlots;
  readonly #endings: RememberedEndings;
  readonly #quarantine: Quarantine;
  readonly #journal: SessionJournal | undefined;
  readonly #room: Room;
  #isClosed = false;
  /** The latest instant. The clock never goes back, so an expired session stays expired when the system's clock is set back. */
  #lastInstant = 0;

  /** Throws `InvalidOptionsError`. */
  constructor(options: MemorySessionStoreOptions = {}) {
    const resolved = resolveMemoryOptions(options);
    const { capacity, maxBytes, retentionMs, rememberMs, hash, clock, journal, slotSecret } = resolved;
    this.#clock = clock;
    this.#journal = journal;
    this.#endings = new RememberedEndings(rememberMs, Math.floor(maxBytes / 16), journal);
    this.#slots = new SessionSlots(hash, this.#endings, slotSecret, journal);
    this.#quarantine = new Quarantine(retentionMs);
    this.#room = new Room(this.#slots, this.#quarantine, this.#endings, capacity, maxBytes);
  }

  async create(input: NewSession, limit?: UserLimit): Promise<CreatedSession> {
    return this.#create(input, limit, this.#now());
  }

  async get(id: string): Promise<StoreLookup> {
    const asOf = this.#now();
    return answerOf(this.#slots, id, this.#slots.find(id, asOf), asOf);
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
    if (found.state !== 'active') return answerOf(this.#slots, id, found, asOf);
    const result = changeTimeouts(found.times.timeouts, changes);
    if (!result.ok) throw InvalidTimeoutsError.ofConflicts(result.conflicts);
    const times = withTimeouts(found.times, result.timeouts);
    this.#slots.writeTimeouts(found.slot, times);
    const state = isExpired(times, asOf) ? 'expired' : 'active';
    return answerOf(this.#slots, id, { state, slot: found.slot, times }, asOf);
  }

  async updateMetadata(id: string, change: MetadataChange): Promise<StoreLookup> {
    const asOf = this.#now();
    const found = this.#slots.find(id, asOf);
    if (found.state !== 'active') return answerOf(this.#slots, id, found, asOf);
    const before = this.#slots.session(found.slot, id, found.times).metadata;
    const metadata = change(before);
    // `change` is code of the application. It may have ended the session, and the slot may already hold another one.
    const still = this.#slots.find(id, asOf);
    if (still.state !== 'active') return answerOf(this.#slots, id, still, asOf);
    if (metadata === before) return answerOf(this.#slots, id, still, asOf);
    const json = toJson(metadata);
    this.#room.assertGrowth(this.#slots.growth(still.slot, json), asOf);
    this.#slots.writeMetadata(still.slot, json);
    this.#room.forgetSurplus(asOf);
    return answerOf(this.#slots, id, still, asOf);
  }

  async rotate(id: string, graceMs = 0): Promise<StoreLookup> {
    const asOf = this.#now();
    const found = this.#slots.find(id, asOf);
    if (found.state !== 'active') return answerOf(this.#slots, id, found, asOf);
    return answerOf(this.#slots, this.#slots.rotate(found.slot, graceMs, asOf), found, asOf);
  }

  async authenticated(id: string): Promise<StoreLookup> {
    const asOf = this.#now();
    const found = this.#slots.find(id, asOf);
    if (found.state === 'active') this.#slots.authenticated(found.slot, asOf);
    return answerOf(this.#slots, id, found, asOf);
  }

  async signIn(id: string, { userId, timeouts }: SignIn, limit?: UserLimit): Promise<SignInLookup> {
    const asOf = this.#now();
    const found = this.#slots.find(id, asOf);
    if (found.state !== 'active') return answerOfGone(this.#slots, id, found, asOf);
    const { attributes, metadata } = assertMaySignIn(this.#slots.read(found.slot), userId);
    return { state: 'active', ...this.#create({ userId, timeouts, attributes, metadata }, limit, asOf, found.slot) };
  }

  async delete(id: string, cause?: EndCause, { replaced = false }: DeleteOptions = {}): Promise<StoreLookup> {
    const asOf = this.#now();
    const found = this.#slots.find(id, asOf, replaced);
    const answer = answerOf(this.#slots, id, found, asOf);
    if (found.state === 'active') this.#slots.end(found.slot, endOf('deleted', cause), asOf, asOf);
    return answer;
  }

  async deleteByHandle(userId: string, handle: string, cause?: EndCause): Promise<StoreLookup> {
    const found = await withHandle(
      this.#slots,
      { userId, handle },
      () => this.#now(),
      (slot, asOf) => ({ session: this.#end(slot, endOf('deleted', cause), asOf), asOf }),
    );
    return found ? { state: 'active', ...found } : UNKNOWN;
  }

  async revokeByUser(userId: string, limit: number, except?: string, cause?: EndCause): Promise<RevokedBatch> {
    const asOf = this.#now();
    const spared = except === undefined ? undefined : this.#slots.slotOf(except, asOf);
    const how = endOf('revoked', cause);
    const ended: Session[] = [];
    let more = false;
    for (const slot of this.#slots.activeOf(userId, asOf)) {
      if (slot === spared) continue;
      more = ended.length >= limit;
      if (more) break;
      ended.push(this.#end(slot, how, asOf));
    }
    return { ended, more, quarantined: [], asOf };
  }

  eraseUser(userId: string): Promise<ErasedUser> {
    const kept = { slots: this.#slots, endings: this.#endings, quarantine: this.#quarantine, journal: this.#journal };
    return eraseUser(kept, userId, () => this.#now());
  }

  async quarantine(id: string, problem: string): Promise<StoreLookup> {
    const asOf = this.#now();
    const slot = this.#slots.slotOf(id, asOf);
    if (slot === undefined) return UNKNOWN;
    const record = this.#quarantine.add(this.#slots.take(slot), problem, asOf);
    this.#journal?.quarantined(record);
    return { state: 'quarantined', record };
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
    this.#endings.sweep(asOf);
    const ended = this.#slots.takeExpired(limit, asOf);
    const expiring: Session[] = [];
    // If the batch has room left, no expired session is left, so every session found here is active.
    while (ended.length + expiring.length < limit) {
      const slot = indexes.oldestExpiring(asOf);
      if (slot < 0) break;
      expiring.push(this.#slots.report(slot));
    }
    const more = indexes.oldestExpired(asOf) >= 0 || indexes.oldestExpiring(asOf) >= 0;
    return { ended, expiring, quarantined: [], more, asOf };
  }

  async quarantined(limit: number): Promise<readonly QuarantinedRecord[]> {
    return this.#quarantine.oldest(limit, this.#now());
  }

  async clearQuarantine(): Promise<number> {
    const count = this.#quarantine.clear(this.#now());
    this.#journal?.quarantineCleared();
    return count;
  }

  async ping(): Promise<void> {
    this.#now();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  /** For authors of a store with a journal: fills a new memory store. */
  static restorer(store: MemorySessionStore): SessionRestorer {
    return restorerOf(store.#slots, store.#quarantine, store.#endings);
  }

  #now(): number {
    if (this.#isClosed) throw new StoreUnavailableError('The memory store is closed. Open a new one.');
    this.#lastInstant = Math.max(this.#lastInstant, Math.floor(this.#clock.now()));
    return this.#lastInstant;
  }

  /** With `replaced`, the session takes the place of that one and gets its handle. */
  #create(input: NewSession, limit: UserLimit | undefined, asOf: number, replaced?: number): CreatedSession {
    const prepared = this.#slots.prepare(input);
    const evicting = limit ? this.#room.evictedFor(input.userId, limit, asOf, replaced) : [];
    const leaving = replaced === undefined ? evicting : [...evicting, replaced];
    const ending = this.#room.endedFor(prepared.bytes, leaving, asOf);
    const ended = ending.map((slot) => this.#slots.endExpired(slot, asOf));
    const evicted = evicting.map((slot) => this.#end(slot, EVICTED, asOf));
    const handle = replaced === undefined ? undefined : this.#end(replaced, SIGNED_IN, asOf).handle;
    const session = this.#slots.insert(prepared, asOf, handle);
    this.#room.forgetSurplus(asOf);
    return { session, ended, evicted, quarantined: [], asOf };
  }

  #renew(id: string, change: (times: SessionTimes, now: number) => SessionTimes, precisionMs: number): RenewalLookup {
    const asOf = this.#now();
    const found = this.#slots.find(id, asOf);
    if (found.state !== 'active') return answerOfGone(this.#slots, id, found, asOf);
    const { state, slot, times } = found;
    if (precisionMs > 0 && !isWorthRecording(times, asOf, precisionMs)) {
      return { state, session: this.#slots.session(slot, id, times), asOf, renewed: false };
    }
    const after = change(times, asOf);
    this.#slots.extend(slot, after);
    const session = this.#slots.session(slot, id, after);
    return { state, session, asOf, renewed: after.renewalCount > times.renewalCount };
  }

  /** Ends a session and returns it as it was. */
  #end(slot: number, how: SessionEnd, asOf: number): Session {
    const session = this.#slots.read(slot);
    this.#slots.end(slot, how, asOf, asOf);
    return session;
  }

  #counts(asOf: number): SessionCounts {
    return countsAt(asOf, this.#slots, this.#quarantine, this.#room, this.#clock);
  }
}

const UNKNOWN = { state: 'unknown' } as const;
const EVICTED = { reason: 'evicted' } as const;
const SIGNED_IN = { reason: 'signed-in' } as const;
