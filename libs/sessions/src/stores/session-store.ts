import type { EndCause } from '../domain/ending.js';
import type { SessionEndEvent } from '../domain/events.js';
import type { JsonObject } from '../domain/json.js';
import type {
  NewSession,
  QuarantinedRecord,
  Session,
  SessionCounts,
  SessionLookup,
  UserLimit,
} from '../domain/session.js';
import type { SignIn } from '../domain/sign-in.js';
import type { TimeoutChanges } from '../domain/timeouts.js';

/** The record of the session was corrupted. This operation found it and quarantined it. */
export interface QuarantinedLookup {
  readonly state: 'quarantined';
  readonly record: QuarantinedRecord;
}

export type StoreLookup = SessionLookup | QuarantinedLookup;

/** The result of `touch` and `renew`. `renewed` says whether they moved the deadline. */
export type RenewalLookup = Exclude<StoreLookup, { state: 'active' }> | ActiveRenewal;

export interface ActiveRenewal {
  readonly state: 'active';
  readonly session: Session;
  readonly asOf: number;
  readonly renewed: boolean;
}

/**
 * Computes new metadata from the current metadata: a frozen JSON object that the store may keep, or the same object if
 * nothing changes. A store may call it more than once, so it must not do anything else. If it throws, nothing is changed.
 */
export type MetadataChange = (metadata: JsonObject) => JsonObject;

export interface PageQuery {
  /** 1 to 1000. */
  readonly limit: number;
  /** The `nextCursor` of the previous page. */
  readonly cursor?: string | undefined;
  readonly userId?: string | undefined;
}

export interface StorePage {
  readonly sessions: readonly Session[];
  /** The number of matching active sessions on all pages. */
  readonly total: number;
  readonly counts: SessionCounts;
  /** The start of the next page; absent on the last page. */
  readonly nextCursor?: string;
  /** Corrupted records that this page found and quarantined. */
  readonly quarantined: readonly QuarantinedRecord[];
  readonly asOf: number;
}

/** The result of one `sweep`. */
export interface SweepBatch {
  /** Expired sessions that it removed, oldest expiry first. */
  readonly ended: readonly Session[];
  /** Active sessions that expire soon and that no sweep has reported yet. */
  readonly expiring: readonly Session[];
  /** Corrupted records that it found and quarantined. */
  readonly quarantined: readonly QuarantinedRecord[];
  /** Whether another sweep would find more now. */
  readonly more: boolean;
  readonly asOf: number;
}

export interface CreatedSession {
  readonly session: Session;
  /** Expired sessions that a full store removed to make room. */
  readonly ended: readonly Session[];
  /** Sessions of the same user that `evict-oldest` ended to make room, oldest first. */
  readonly evicted: readonly Session[];
  readonly quarantined: readonly QuarantinedRecord[];
  readonly asOf: number;
}

/** The result of `signIn`. If the session is active, it is that of the user, and the answer says what made room for it. */
export type SignInLookup = Exclude<StoreLookup, { state: 'active' }> | (CreatedSession & { readonly state: 'active' });

export interface DeleteOptions {
  /** Whether the id may be one whose lookup answers `rotated`. Default `false`. */
  readonly replaced?: boolean;
}

/** The result of one `revokeByUser`. */
export interface RevokedBatch {
  /** Active sessions that it ended, oldest first. */
  readonly ended: readonly Session[];
  /** Corrupted records that it found and quarantined. */
  readonly quarantined: readonly QuarantinedRecord[];
  /** Whether the user has more sessions to end. */
  readonly more: boolean;
  readonly asOf: number;
}

/** How much `eraseUser` removed. */
export interface ErasedUser {
  /** Active and expired sessions. */
  readonly sessions: number;
  /** Ended sessions whose end the store remembered. */
  readonly endings: number;
  /** Quarantined records that name the user. */
  readonly quarantined: number;
  /** Events that a store keeps for its consumers: undelivered, delivered and parked. */
  readonly events: number;
}

/** The end of a session, delivered by a store that keeps such events until they are handled. */
export interface SessionEventDelivery {
  /** Unique to the event, and the same in each delivery of it. A handler can use it to avoid doing work twice. */
  readonly id: string;
  readonly event: SessionEndEvent;
  /**
   * How often the event was delivered, including this time. If it is above 1, an earlier handler may have done all or
   * part of the work.
   */
  readonly deliveries: number;
}

export interface StoreConsumerOptions {
  /** Consumers in the same group share the events. Each group gets all events. */
  readonly group: string;
  /** An event counts as handled once the promise has resolved. */
  readonly handler: (delivery: SessionEventDelivery) => Promise<void>;
}

export interface StoreFollowerOptions {
  /** Is called once with each event. It must not reject, since a follower never delivers an event again. */
  readonly handler: (delivery: SessionEventDelivery) => Promise<void>;
  /**
   * Is called when this instance may have missed events: after the store could not be reached, or if it dropped events
   * before this instance received them.
   */
  readonly onMissed: () => void;
}

export interface StoreConsumer {
  start(): Promise<void>;

  /** How many events the group has still to handle, those of its other consumers included. */
  pending(): Promise<number>;

  /** Accepts no more events and waits for running handlers. Never rejects. */
  stop(): Promise<void>;
}

export interface StoreFollower {
  start(): Promise<void>;

  /** Accepts no more events and waits for running handlers. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Keeps sessions. Each operation is one atomic step at one instant of the store's own clock.
 *
 * For all operations: an expired session is `expired` until a sweep removes it. Afterwards it is `unknown`, as is a session
 * that was ended. A store may remember endings for a time: meanwhile an expired session stays `expired`, and one that was
 * ended is `ended`. No operation brings a session back. An answer contains the id of the request.
 *
 * An operation that finds a corrupted record quarantines it and returns it as `quarantined`. From then on the session is
 * `unknown`. If the store can't be reached, an operation throws `StoreUnavailableError`.
 */
export interface SessionStore {
  /** A short name for people, such as `memory`. */
  readonly name: string;

  /** Whether several instances share the sessions, so that each of them reports the same counts. Default `false`. */
  readonly shared?: boolean;

  /**
   * Names where the store keeps its sessions, such as a directory, or a server with a prefix. Two stores with the same name share
   * their sessions, and two kinds of one application may not. Absent if only this object has the sessions.
   */
  readonly place?: string;

  /**
   * Stores a new session under a new id. Throws `CapacityReachedError` if the store is full, and
   * `SessionLimitReachedError` if the limit rejects the session. Under `evict-oldest` it ends at most 1000 sessions.
   * Corrupted records do not count for the limit.
   */
  create(input: NewSession, limit?: UserLimit): Promise<CreatedSession>;

  /** Reads a session without changing it. */
  get(id: string): Promise<StoreLookup>;

  /**
   * Records activity; extends the session if it has `autoRenew`. Writes nothing if the recorded activity is less than
   * `precisionMs` (default 0) old, or less than half the idle timeout if that is shorter.
   */
  touch(id: string, precisionMs?: number): Promise<RenewalLookup>;

  /** Extends the session even without `autoRenew`. */
  renew(id: string): Promise<RenewalLookup>;

  /**
   * Changes the given timeouts and returns the session after the change. If the change makes it expire, the answer is
   * `expired`. Throws `InvalidTimeoutsError`, and changes nothing, if the given timeouts contradict the others.
   */
  updateTimeouts(id: string, changes: TimeoutChanges): Promise<StoreLookup>;

  /**
   * Changes the metadata atomically. This is not activity. If `change` throws, the operation changes nothing and throws
   * the same error.
   */
  updateMetadata(id: string, change: MetadataChange): Promise<StoreLookup>;

  /**
   * Gives an active session a new id and returns it. Everything else stays, including its order in lists. The old id
   * finds the session for another `graceMs` (default 0). Afterwards a store that remembers endings answers `ended` with the
   * reason `rotated`, and how the session ended once it has; other stores answer `unknown`.
   */
  rotate(id: string, graceMs?: number): Promise<StoreLookup>;

  /**
   * Notes that the user of an active session has just proved who they are. This is not activity. Throws
   * `InvalidSessionError` for the session of a guest.
   */
  authenticated(id: string): Promise<StoreLookup>;

  /**
   * Gives an active session of a guest, or of the same user, to a user. The user gets a new session with the same handle,
   * attributes and metadata, created now with the given timeouts. The old id no longer finds a session; a store that
   * remembers endings answers `ended` with the reason `signed-in` for it. At no instant do both ids find a session,
   * and whatever fails in between, the old id never finds the session of the user. The old session does not count
   * for the limit. Throws like `create` and changes nothing then, and `SessionOfAnotherUserError` if the session belongs
   * to another user.
   */
  signIn(id: string, signIn: SignIn, limit?: UserLimit): Promise<SignInLookup>;

  /**
   * Ends an active session and returns it as it was. With `replaced`, the id may also be
   * one that a rotation has replaced, if the store remembers it.
   */
  delete(id: string, cause?: EndCause, options?: DeleteOptions): Promise<StoreLookup>;

  /**
   * Ends the active session of a user that has this handle and returns it as it was; `unknown` if the user has none. The
   * answer has the id that lists show.
   */
  deleteByHandle(userId: string, handle: string, cause?: EndCause): Promise<StoreLookup>;

  /** Ends at most `limit` active sessions of a user, oldest first, except the session with the id `except`. */
  revokeByUser(userId: string, limit: number, except?: string, cause?: EndCause): Promise<RevokedBatch>;

  /**
   * Removes all that the store keeps of a user, and announces nothing. It works in steps, so if it throws, some of it may be
   * gone; another call removes the rest. Records that are too damaged to name their user stay.
   */
  eraseUser(userId: string): Promise<ErasedUser>;

  /** Quarantines a session in which the caller found a problem, for example metadata that does not fit a schema. */
  quarantine(id: string, problem: string): Promise<StoreLookup>;

  /**
   * A page of active sessions. All pages together contain each session that stays active exactly once. A page with
   * fewer sessions than `limit`, even an empty page, may have a next page. Throws `InvalidPageError`.
   */
  list(query: PageQuery): Promise<StorePage>;

  /** The counts at the instant `asOf`. They cost the same however many sessions there are. */
  counts(): Promise<SessionCounts>;

  /** Removes expired sessions, then reports sessions that expire soon. Handles at most `limit` sessions in total. */
  sweep(limit: number): Promise<SweepBatch>;

  /** The records in quarantine, oldest first, at most `limit`. */
  quarantined(limit: number): Promise<readonly QuarantinedRecord[]>;

  /** Deletes all quarantined records and returns how many there were. */
  clearQuarantine(): Promise<number>;

  /**
   * Delivers the end of each session at least once to one consumer of the group, whichever instance ended the session.
   * Absent if the store keeps no such events.
   */
  consumer?(options: StoreConsumerOptions): StoreConsumer;

  /**
   * Delivers the end of each session to this instance within a second, from the moment that `start` resolves, whichever
   * instance ended the session. Slow handlers delay later events, but lose none. Optional; a store that is not `shared`
   * does not need it.
   */
  follower?(options: StoreFollowerOptions): StoreFollower;

  /** Resolves when the store answers. */
  ping(): Promise<void>;

  /** Releases the resources of the store. Every later call fails with `StoreUnavailableError`. */
  close(): Promise<void>;
}
