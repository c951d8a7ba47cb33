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
import type { TimeoutChanges } from '../domain/timeouts.js';

/** The record of the session was corrupted. This operation found it and quarantined it. */
export interface QuarantinedLookup {
  readonly state: 'quarantined';
  readonly record: QuarantinedRecord;
}

export type StoreLookup = SessionLookup | QuarantinedLookup;

/** What `touch` and `renew` found, and whether they moved the deadline. */
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
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  readonly userId?: string | undefined;
}

export interface StorePage {
  readonly sessions: readonly Session[];
  /** Active sessions that match, on all pages together. */
  readonly total: number;
  readonly counts: SessionCounts;
  /** Where the next page begins; absent on the last page. */
  readonly nextCursor?: string;
  /** Corrupted records that this page found and quarantined. */
  readonly quarantined: readonly QuarantinedRecord[];
  readonly asOf: number;
}

/** What one `sweep` did. */
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
  /** Sessions of the same user that made room under `evict-oldest`, oldest first. */
  readonly evicted: readonly Session[];
  readonly quarantined: readonly QuarantinedRecord[];
  readonly asOf: number;
}

/** What one `revokeByUser` did. */
export interface RevokedBatch {
  /** Active sessions that it ended, oldest first. */
  readonly ended: readonly Session[];
  /** Corrupted records that it found and quarantined. */
  readonly quarantined: readonly QuarantinedRecord[];
  /** Whether the user has more sessions to end. */
  readonly more: boolean;
  readonly asOf: number;
}

/** An ending, delivered by a store that keeps endings until they are handled. */
export interface SessionEventDelivery {
  /** Unique to the event, and the same for each delivery of it: for work that must not be done twice. */
  readonly id: string;
  readonly event: SessionEndEvent;
  /** How often it was delivered, this time included. Above 1, an earlier handler may have done all or part of the work. */
  readonly deliveries: number;
}

export interface StoreConsumerOptions {
  /** Consumers of one group share the events; each group gets them all. */
  readonly group: string;
  /** An event counts as handled once the promise has resolved. */
  readonly handler: (delivery: SessionEventDelivery) => Promise<void>;
}

export interface StoreConsumer {
  start(): Promise<void>;
  /** Takes nothing new and waits for handlers at work. Never rejects. */
  stop(): Promise<void>;
}

/**
 * Where sessions are kept. Each operation is one atomic step at one instant of the store's own clock.
 *
 * For all operations: an expired session is `expired` until a sweep removes it, and `unknown` afterwards. Nothing brings it
 * back. An answer carries the id of the request. The operation that finds a corrupted record quarantines it: the record is
 * returned once, as `quarantined`, and its session is `unknown` from then on. If the store can't be reached, an operation
 * throws `StoreUnavailableError`.
 */
export interface SessionStore {
  /** A short name for people, such as `memory`. */
  readonly name: string;

  /** Whether several instances share the sessions, so that each of them reports the same counts. Default `false`. */
  readonly shared?: boolean;

  /**
   * Stores a new session under a new id. Throws `CapacityReachedError` if the store is full, and
   * `SessionLimitReachedError` if the limit rejects the session. Under `evict-oldest` it ends at most 1000 sessions.
   * Corrupted records do not count for the limit.
   */
  create(input: NewSession, limit?: UserLimit): Promise<CreatedSession>;

  /** Reads a session without changing it. */
  get(id: string): Promise<StoreLookup>;

  /**
   * Records activity; extends the session if it has `autoRenew`. Writes nothing if the activity on record is less than
   * `precisionMs` (default 0) old, or less than half the idle timeout if that is shorter.
   */
  touch(id: string, precisionMs?: number): Promise<RenewalLookup>;

  /** Extends the session, whatever `autoRenew` says. */
  renew(id: string): Promise<RenewalLookup>;

  /**
   * Changes the given timeouts. The answer is the session after the change, `expired` if the change made it so.
   * Throws `InvalidTimeoutsError`, and changes nothing, if they contradict the timeouts that stay.
   */
  updateTimeouts(id: string, changes: TimeoutChanges): Promise<StoreLookup>;

  /** Changes the metadata atomically. It is not activity. If `change` throws, it throws the same and changes nothing. */
  updateMetadata(id: string, change: MetadataChange): Promise<StoreLookup>;

  /**
   * Gives an active session a new id, which is in the answer. Everything else stays, its order in lists too. The old id
   * finds the session for `graceMs` (default 0) more, and is `unknown` afterwards.
   */
  rotate(id: string, graceMs?: number): Promise<StoreLookup>;

  /** Ends an active session; the answer is the session as it was. */
  delete(id: string): Promise<StoreLookup>;

  /** Ends at most `limit` active sessions of a user, oldest first, but not the one with the id `except`. */
  revokeByUser(userId: string, limit: number, except?: string): Promise<RevokedBatch>;

  /** Quarantines a session in which the caller found a problem that the store does not look for. */
  quarantine(id: string, problem: string): Promise<StoreLookup>;

  /**
   * A page of active sessions. A run over all pages gives each session that stays active exactly once. A page may be
   * shorter than its limit, or empty, and still have a next page. Throws `InvalidPageError`.
   */
  list(query: PageQuery): Promise<StorePage>;

  /** Counts at the instant `asOf`, at the same cost however many sessions there are. */
  counts(): Promise<SessionCounts>;

  /** Removes expired sessions, then reports sessions that expire soon: at most `limit` sessions together. */
  sweep(limit: number): Promise<SweepBatch>;

  /** The records in quarantine, oldest first, at most `limit`. */
  quarantined(limit: number): Promise<readonly QuarantinedRecord[]>;

  /** Forgets the records in quarantine; the answer is how many there were. */
  clearQuarantine(): Promise<number>;

  /**
   * Delivers each ending at least once to one consumer of the group, whichever instance ended the session. Absent if the
   * store keeps no endings.
   */
  consumer?(options: StoreConsumerOptions): StoreConsumer;

  /** Resolves when the store answers. */
  ping(): Promise<void>;

  /** Releases what the store holds. Every later call fails with `StoreUnavailableError`. */
  close(): Promise<void>;
}
