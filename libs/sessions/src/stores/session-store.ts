import type { NewSession, QuarantinedRecord, Session, SessionCounts, SessionLookup } from '../domain/session.js';
import type { TimeoutChanges } from '../domain/timeouts.js';

/** An active session whose record was found corrupted by this very operation, which set it aside. */
export interface CorruptedLookup {
  readonly state: 'corrupted';
  readonly record: QuarantinedRecord;
}

export type StoreLookup = SessionLookup | CorruptedLookup;

/** What `touch` and `renew` found, and whether they moved the deadline. */
export type RenewalLookup = Exclude<StoreLookup, { state: 'active' }> | ActiveRenewal;

export interface ActiveRenewal {
  readonly state: 'active';
  readonly session: Session;
  readonly asOf: number;
  readonly renewed: boolean;
}

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
  /** Corrupted records that this page met and set aside. */
  readonly quarantined: readonly QuarantinedRecord[];
  readonly asOf: number;
}

/** What one `sweep` did. */
export interface SweepBatch {
  /** Expired sessions that it removed, oldest expiry first. */
  readonly ended: readonly Session[];
  /** Active sessions that came within their warning threshold and had not been handed out for that yet. */
  readonly warned: readonly Session[];
  /** Corrupted records that it met and set aside. */
  readonly quarantined: readonly QuarantinedRecord[];
  /** Whether more is due already. */
  readonly more: boolean;
  readonly asOf: number;
}

export interface CreatedSession {
  readonly session: Session;
  /** Expired sessions that a full store removed to make room. */
  readonly ended: readonly Session[];
  readonly quarantined: readonly QuarantinedRecord[];
  readonly asOf: number;
}

/**
 * Where sessions are kept. Each operation is one atomic step at one instant of the store's own clock.
 *
 * For all of them: an expired session is `expired` until a sweep removed it and `unknown` afterwards; nothing brings it
 * back. A corrupted record is set aside by the operation that meets it, handed out once as `corrupted` (or in
 * `quarantined`) and `unknown` from then on. A store that can't be reached throws `StoreUnavailableError`.
 */
export interface SessionStore {
  /** A short name for people, such as `memory`. */
  readonly name: string;

  /** Keeps a new session under a new id. Throws `CapacityReachedError` when full of active sessions. */
  create(input: NewSession): Promise<CreatedSession>;

  /** Reads a session without changing it. */
  get(id: string): Promise<StoreLookup>;

  /** Records activity; extends the session if it has `autoRenew`. */
  touch(id: string): Promise<RenewalLookup>;

  /** Extends the session, whatever `autoRenew` says. */
  renew(id: string): Promise<RenewalLookup>;

  /**
   * Changes the given timeouts. The answer is the session after the change, `expired` if the change made it so.
   * Throws `InvalidTimeoutsError`, and changes nothing, when they contradict those that stay.
   */
  retime(id: string, changes: TimeoutChanges): Promise<StoreLookup>;

  /** Ends an active session; the answer is the session as it was. */
  delete(id: string): Promise<StoreLookup>;

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

  /** Resolves when the store answers. */
  ping(): Promise<void>;

  /** Releases what the store holds. Every later call fails with `StoreUnavailableError`. */
  close(): Promise<void>;
}
