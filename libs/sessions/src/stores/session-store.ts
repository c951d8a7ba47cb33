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

/** An active session whose record was found corrupted by this very operation, which set it aside. */
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
 * New metadata from the current metadata: a frozen JSON object that the store may keep, or the very object it was given
 * for no change. It may be called more than once, so it must do nothing but compute. What it throws refuses the change.
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
  /** Active sessions that came within their warning threshold and had not been handed out for that yet. */
  readonly expiring: readonly Session[];
  /** Corrupted records that it found and quarantined. */
  readonly quarantined: readonly QuarantinedRecord[];
  /** Whether more is due already. */
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

/** What one `revoke` did. */
export interface RevokedBatch {
  /** Active sessions that it ended, oldest first. */
  readonly ended: readonly Session[];
  /** Corrupted records that it found and quarantined. */
  readonly quarantined: readonly QuarantinedRecord[];
  /** Whether the user has more sessions to end. */
  readonly more: boolean;
  readonly asOf: number;
}

/** An ending, handed out by a store that keeps endings until they are handled. */
export interface SessionEventDelivery {
  /** The same each time the event is delivered, and of no other event: for what must not be done twice. */
  readonly id: string;
  readonly event: SessionEndEvent;
  /** How often it has been delivered, this time included. Above 1, an earlier handler may have done all or part already. */
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
 * For all of them: an expired session is `expired` until a sweep removed it and `unknown` afterwards; nothing brings it
 * back. An answer carries the id that it was requested with. The operation that finds a corrupted record quarantines it: it is returned
 * once as `corrupted` (or in `quarantined`) and `unknown` from then on. A store that can't be reached throws
 * `StoreUnavailableError`.
 */
export interface SessionStore {
  /** A short name for people, such as `memory`. */
  readonly name: string;

  /**
   * Keeps a new session under a new id. Throws `CapacityReachedError` when full of active sessions, and
   * `SessionLimitReachedError` when the limit rejects it. Under `evict-oldest` it ends at most 1000 sessions. Corrupted
   * records take no place within the limit.
   */
  create(input: NewSession, limit?: UserLimit): Promise<CreatedSession>;

  /** Reads a session without changing it. */
  get(id: string): Promise<StoreLookup>;

  /**
   * Records activity; extends the session if it has `autoRenew`. Writes nothing when what it would write is on record from
   * less than `precisionMs` (default 0) ago, or half the idle timeout if that is less.
   */
  touch(id: string, precisionMs?: number): Promise<RenewalLookup>;

  /** Extends the session, whatever `autoRenew` says. */
  renew(id: string): Promise<RenewalLookup>;

  /**
   * Changes the given timeouts. The answer is the session after the change, `expired` if the change made it so.
   * Throws `InvalidTimeoutsError`, and changes nothing, when they contradict those that stay.
   */
  updateTimeouts(id: string, changes: TimeoutChanges): Promise<StoreLookup>;

  /** Changes the metadata, atomically and without activity. Throws what `change` throws, and changes nothing then. */
  updateMetadata(id: string, change: MetadataChange): Promise<StoreLookup>;

  /**
   * Gives an active session a new id, which the answer carries; all else stays, its place in lists too. The old id is
   * `unknown` immediately, or after `graceMs` (default 0) in which it still finds the session.
   */
  rotate(id: string, graceMs?: number): Promise<StoreLookup>;

  /** Ends an active session; the answer is the session as it was. */
  delete(id: string): Promise<StoreLookup>;

  /** Ends at most `limit` active sessions of a user, oldest first, but not the one with the id `except`. */
  revokeByUser(userId: string, limit: number, except?: string): Promise<RevokedBatch>;

  /** Sets aside a session in which the caller found a fault that the store does not look for. */
  quarantine(id: string, fault: string): Promise<StoreLookup>;

  /**
   * A page of active sessions. A run over all pages gives every session that lives through it exactly once. A page may
   * be shorter than its limit, or empty, and still have a next one. Throws `InvalidPageError`.
   */
  list(query: PageQuery): Promise<StorePage>;

  /** Counts at the instant `asOf`, at the same cost however many sessions there are. */
  counts(): Promise<SessionCounts>;

  /** Removes at most `limit` expired sessions, then hands out at most as many as are left of `limit` that expire soon. */
  sweep(limit: number): Promise<SweepBatch>;

  /** The records in quarantine, oldest first, at most `limit`. */
  quarantined(limit: number): Promise<readonly QuarantinedRecord[]>;

  /** Forgets the records in quarantine; the answer is how many there were. */
  clearQuarantine(): Promise<number>;

  /**
   * Hands every ending, whichever instance ends the session, to one consumer of the group, at least once. Absent where a
   * store keeps no endings.
   */
  consumer?(options: StoreConsumerOptions): StoreConsumer;

  /** Resolves when the store answers. */
  ping(): Promise<void>;

  /** Releases what the store holds. Every later call fails with `StoreUnavailableError`. */
  close(): Promise<void>;
}
