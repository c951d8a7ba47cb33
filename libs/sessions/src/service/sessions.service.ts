import { Inject, Injectable } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type { EndCause } from '../domain/ending.js';
import { InvalidPageError, InvalidSessionError, InvalidTimeoutsError } from '../domain/errors.js';
import type { SessionEvent } from '../domain/events.js';
import type { JsonObject } from '../domain/json.js';
import type { QuarantinedRecord, Session, SessionCounts, SessionLookup } from '../domain/session.js';
import { SessionEvents } from '../events/session-events.js';
import { MetadataRules, type MetadataChanges } from '../metadata/metadata-rules.js';
import { checkAuthenticated, checkCause, checkLimit, checkObject, checkUserId, isId } from './check-arguments.js';
import type { CreateGuest, CreateSession, SignInOptions } from './create-session.js';
import { findByHandle } from './handle-search.js';
import type { ListSessions, SessionPage } from './session-page.js';
import { Reuse } from './reuse.js';
import { revokeAll, type RevokeOptions } from './revoke-all.js';
import { graceMsOf, type RotateOptions } from './rotate-options.js';
import { recentSessions } from './recent-sessions.js';
import { SessionCreation } from './session-creation.js';
import { SessionReader } from './session-reader.js';
import type { ResolvedSessionsOptions, TimeoutOptions } from '../options/sessions-options.js';
import { OWN_STORE, SESSIONS_OPTIONS } from '../sessions.tokens.js';
import type { ErasedUser, RenewalLookup, SessionStore, StoreLookup } from '../stores/session-store.js';
import { TIMEOUT_NAMES, timeoutChanges } from '../options/timeout-options.js';

export interface UpdateMetadataOptions {
  /** The metadata as it was read. If a key of the changes has changed since then, the update is a conflict. */
  readonly basedOn?: object | undefined;
}

/**
 * Creates, reads, extends, changes and ends sessions. `Metadata` is the type of their metadata.
 *
 * @example
 * const session = await sessions.create({ userId, metadata: { theme: 'dark' } });
 * const found = await sessions.touch(session.id);
 * if (found.state === 'active') use(found.session);
 */
@Injectable()
export class SessionsService<Metadata extends object = JsonObject> {
  /**
   * The events of sessions that this instance changes. They contain the stored metadata, without defaults that a schema
   * adds on reading. An error of a subscriber is logged and does not affect others. Completes on shutdown.
   */
  readonly events$: Observable<SessionEvent<Metadata>>;
  /** The name of the module; `default` if it has none. */
  readonly kind: string;
  readonly #creation: SessionCreation<Metadata>;
  readonly #read: SessionReader<Metadata>;

  constructor(
    @Inject(OWN_STORE) private readonly store: SessionStore,
    @Inject(SESSIONS_OPTIONS) private readonly options: ResolvedSessionsOptions,
    private readonly events: SessionEvents,
  ) {
    const rules = new MetadataRules(options.maxMetadataBytes, options.metadataSchema);
    this.#read = new SessionReader<Metadata>(store, rules, events, new Reuse(store, events, options.onReuse));
    this.#creation = new SessionCreation(store, options, rules, events, this.#read);
    this.events$ = this.#read.events$;
    this.kind = events.kind;
  }

  /**
   * Creates a session. Throws `InvalidSessionError`, `InvalidTimeoutsError`, `SessionLimitReachedError` or
   * `CapacityReachedError`.
   */
  async create(input: CreateSession<Metadata>): Promise<Session<Metadata>> {
    checkObject('create', input);
    checkUserId(input.userId);
    checkAuthenticated(input.authenticated);
    return this.#creation.create(input, input);
  }

  /** Creates the session of a guest. It has no user until `signIn` gives it to one. Throws like `create`. */
  async createGuest(input: CreateGuest<Metadata> = {}): Promise<Session<Metadata>> {
    checkObject('createGuest', input);
    return this.#creation.create(input);
  }

  /** Reads a session without extending it. */
  async get(id: string): Promise<SessionLookup<Metadata>> {
    return isId(id) ? this.#read.found(id, await this.store.get(id)) : UNKNOWN;
  }

  /** Records activity. Extends the session if it has `autoRenew`. */
  async touch(id: string): Promise<SessionLookup<Metadata>> {
    return isId(id) ? this.#renewed(id, await this.store.touch(id, this.options.touchPrecisionMs), 'touch') : UNKNOWN;
  }

  /** Extends the session even without `autoRenew`, but never beyond its absolute timeout. */
  async renew(id: string): Promise<SessionLookup<Metadata>> {
    return isId(id) ? this.#renewed(id, await this.store.renew(id), 'renew') : UNKNOWN;
  }

  /**
   * Changes the given timeouts of a session and keeps the others. The session may be expired after the change. Throws
   * `InvalidTimeoutsError`, and changes nothing, if the timeouts contradict each other.
   */
  async updateTimeouts(id: string, changes: TimeoutOptions): Promise<SessionLookup<Metadata>> {
    const checked = timeoutChanges(changes);
    if (Object.keys(checked).length === 0)
      throw new InvalidTimeoutsError(`No timeout is given. Give at least one of ${TIMEOUT_NAMES.join(', ')}.`);
    return isId(id) ? this.#read.found(id, await this.store.updateTimeouts(id, checked)) : UNKNOWN;
  }

  /**
   * Changes some keys of the metadata and keeps the others. This does not record activity. `changes` may be a function
   * of the current metadata; it is called again if somebody else changed the metadata in the meantime. Throws
   * `InvalidSessionError`, and `SessionConflictError` if a key has changed since `basedOn`. Nothing is changed then.
   *
   * @example
   * await sessions.updateMetadata(id, { theme: 'dark', draft: undefined }); // sets one key, removes another
   * await sessions.updateMetadata(id, { cart }, { basedOn: session.metadata }); // only if nobody else has changed the cart
   * await sessions.updateMetadata(id, ({ visits = 0 }) => ({ visits: visits + 1 }));
   */
  async updateMetadata(
    id: string,
    changes: MetadataChanges<Metadata> | ((metadata: Metadata) => MetadataChanges<Metadata>),
    options: UpdateMetadataOptions = {},
  ): Promise<SessionLookup<Metadata>> {
    checkObject('updateMetadata', options);
    return isId(id) ? this.#read.updatedMetadata(id, changes, options.basedOn) : UNKNOWN;
  }

  /**
   * Gives an active session a new id and keeps everything else. Call it after a change of rights.
   * Only the answer contains the new id. During `grace`, the old id still finds the session, and a second rotation with
   * it returns another new id. So set no grace if somebody may have planted or stolen the old id.
   */
  async rotate(id: string, options: RotateOptions = {}): Promise<SessionLookup<Metadata>> {
    checkObject('rotate', options);
    const graceMs = graceMsOf(options);
    if (!isId(id)) return UNKNOWN;
    const found = await this.store.rotate(id, graceMs);
    if (found.state === 'active') {
      this.events.publish({ type: 'rotated', at: found.asOf, session: found.session, previousId: id });
    }
    return this.#read.found(id, found);
  }

  /**
   * Notes that the user of an active session has just proved who they are, for `@RequireRecentAuthentication()`. This is not
   * activity. Give the session a new id with `rotate` afterwards. Throws `InvalidSessionError` for the session of a guest.
   */
  async authenticated(id: string): Promise<SessionLookup<Metadata>> {
    return isId(id) ? this.#read.found(id, await this.store.authenticated(id)) : UNKNOWN;
  }

  /**
   * Gives an active session of a guest to a user. The answer has the session under a new id, with the same handle,
   * attributes and metadata; it begins now, with its own timeouts. The old id finds no session from then on, so an id
   * that was planted before is worthless. A session of the same user also gets a new id and begins anew. Throws like
   * `create`, and `SessionOfAnotherUserError` if the session belongs to another user; the session is as it was then.
   *
   * @example
   * const guest = await sessions.createGuest({ metadata: { cart: ['tea'] } });
   * const found = await sessions.signIn(guest.id, 'ada');
   */
  async signIn(id: string, userId: string, options: SignInOptions = {}): Promise<SessionLookup<Metadata>> {
    checkObject('signIn', options);
    checkUserId(userId);
    return isId(id) ? this.#creation.signIn(id, userId, options.timeouts) : UNKNOWN;
  }

  /**
   * Ends an active session and returns it as it was. For as long as the store remembers endings, a lookup with the id
   * answers why it ended, when, and who ended it. Throws `InvalidSessionError`.
   */
  async delete(id: string, options: EndCause = {}): Promise<SessionLookup<Metadata>> {
    checkObject('delete', options);
    const cause = checkCause(options);
    if (!isId(id)) return UNKNOWN;
    return this.#deleted(id, await this.store.delete(id, cause), cause);
  }

  /**
   * Finds an active session of a user by its handle, for example a device that the user chose from a list. The session has
   * the id that lists show. The cost grows with the number of this user's sessions.
   */
  async getByHandle(userId: string, handle: string): Promise<SessionLookup<Metadata>> {
    return findByHandle(handle, (query) => this.listByUser(userId, query));
  }

  /**
   * Ends an active session of a user by its handle and returns it as it was. This works with hashed ids, too, which lists
   * show but `delete` does not accept. The answer is `unknown` if the user has no such session.
   */
  async deleteByHandle(userId: string, handle: string, options: EndCause = {}): Promise<SessionLookup<Metadata>> {
    checkUserId(userId);
    checkObject('deleteByHandle', options);
    const cause = checkCause(options);
    return isId(handle)
      ? this.#deleted(handle, await this.store.deleteByHandle(userId, handle, cause), cause)
      : UNKNOWN;
  }

  /**
   * Ends all active sessions of a user except the session with the id `except`, and returns how many it ended. A
   * session that is created during the call may stay active. Throws `InvalidSessionError`.
   */
  async revokeByUser(userId: string, options: RevokeOptions = {}): Promise<number> {
    checkObject('revokeByUser', options);
    const { except } = options;
    const cause = checkCause(options);
    checkUserId(userId);
    // Without this check, a missing id would also end the session that must stay.
    if (except !== undefined && !isId(except)) {
      throw new InvalidSessionError('except', 'must be the id of a session. Leave it out to end all sessions');
    }
    return revokeAll(this.store, this.events, userId, cause, except);
  }

  /**
   * Removes all that the store keeps of a user: sessions, remembered endings, quarantined records and events. The end of active
   * sessions is announced here first; listeners of other instances may not get it, because the store forgets these events
   * too. If it throws, some of it may be left; another call removes the rest. Throws `InvalidSessionError`.
   */
  async eraseUser(userId: string, options: EndCause = {}): Promise<ErasedUser> {
    checkObject('eraseUser', options);
    const cause = checkCause(options);
    checkUserId(userId);
    const ended = await revokeAll(this.store, this.events, userId, cause);
    const erased = await this.store.eraseUser(userId);
    return { ...erased, sessions: ended + erased.sessions };
  }

  /** A page of active sessions. A page with free room may still have a next page. Throws `InvalidPageError`. */
  async list(query: ListSessions = {}): Promise<SessionPage<Metadata>> {
    checkObject('list', query);
    const limit = query.limit ?? 100;
    checkLimit(limit, 1000);
    if (query.cursor !== undefined && typeof query.cursor !== 'string') {
      throw new InvalidPageError('cursor', `cursor is not a string, allowed is the nextCursor of a page.`);
    }
    return this.#read.page(await this.store.list({ ...query, limit }));
  }

  /** A page of the active sessions of a user. Its cost grows only with the number of this user's sessions. */
  async listByUser(userId: string, query: Omit<ListSessions, 'userId'> = {}): Promise<SessionPage<Metadata>> {
    checkUserId(userId);
    return this.list({ ...query, userId });
  }

  /**
   * The active sessions of a user, the latest activity first, at most `limit` (1 to 1000). It reads all sessions of the user,
   * since pages are in the order of creation. Throws `InvalidPageError`.
   */
  async recentByUser(userId: string, limit = 100): Promise<readonly Session<Metadata>[]> {
    checkLimit(limit, 1000);
    return recentSessions(limit, (query) => this.listByUser(userId, query));
  }

  /** How many active sessions a user has. */
  async countByUser(userId: string): Promise<number> {
    const { total } = await this.listByUser(userId, { limit: 1 });
    return total;
  }

  /** The counts at one instant, exact to the millisecond. They cost the same however many sessions there are. */
  counts(): Promise<SessionCounts> {
    return this.store.counts();
  }

  /** Quarantined records, oldest first, at most `limit` (1 to 10,000). Throws `InvalidPageError`. */
  async quarantined(limit = 100): Promise<readonly QuarantinedRecord[]> {
    checkLimit(limit, 10_000);
    return this.store.quarantined(limit);
  }

  /** Deletes all quarantined records and returns how many there were. */
  clearQuarantine(): Promise<number> {
    return this.store.clearQuarantine();
  }

  #deleted(
    asked: string,
    found: StoreLookup,
    cause: EndCause,
  ): SessionLookup<Metadata> | Promise<SessionLookup<Metadata>> {
    if (found.state !== 'active') return this.#read.found(asked, found);
    this.events.tally.lookup(found.state);
    this.events.deleted(found.session, found.asOf, cause);
    return { ...found, session: this.#read.own(found.session) };
  }

  #renewed(
    id: string,
    found: RenewalLookup,
    operation: 'touch' | 'renew',
  ): SessionLookup<Metadata> | Promise<SessionLookup<Metadata>> {
    if (found.state !== 'active') return this.#read.found(id, found);
    const { session, asOf, renewed } = found;
    if (renewed) {
      this.events.tally.renewed[operation] += 1;
      this.events.publish({ type: 'renewed', at: asOf, session });
    }
    return this.#read.found(id, { state: 'active', session, asOf });
  }
}

const UNKNOWN = { state: 'unknown' } as const;
