import type { JsonObject } from './json.js';
import type { Deadlines, Life } from './lifetime.js';
import type { Timeouts } from './timeouts.js';

/**
 * A session as it stood at one instant. All instants are epoch milliseconds of the store's clock. `Metadata` is what the
 * application says of its metadata, and what its schema checks where it gives one.
 */
export interface Session<Metadata extends object = JsonObject> extends Life, Deadlines {
  /**
   * Opaque and URL-safe, from at least 128 random bits. The id opens the session: keep it out of logs. It is the id of
   * the request; in lists and sweeps, which have none, a store that hashes ids gives the hash.
   */
  readonly id: string;
  readonly userId: string;
  /** Facts that the application set at creation; they never change. */
  readonly attributes: JsonObject;
  /** Data of the application that may change. */
  readonly metadata: Metadata;
  readonly createdAt: number;
  readonly lastActivityAt: number;
  readonly lastRenewedAt: number;
  readonly timeouts: Timeouts;
  /** How often activity or a renewal moved the deadline. */
  readonly renewalCount: number;
}

/** What a store needs to create a session. The JSON objects are frozen copies that the store may keep. */
export interface NewSession {
  readonly userId: string;
  readonly attributes: JsonObject;
  readonly metadata: JsonObject;
  readonly timeouts: Timeouts;
}

/** How many active sessions a user may have, and what a further one does: it is refused, or the oldest makes room. */
export interface UserLimit {
  /** At least 1. */
  readonly max: number;
  readonly policy: 'reject' | 'evict-oldest';
}

/** What a session id leads to at the instant `asOf`. */
export type SessionLookup<Metadata extends object = JsonObject> =
  | { readonly state: 'active'; readonly session: Session<Metadata>; readonly asOf: number }
  | {
      readonly state: 'expired';
      readonly expiredAt: number;
      readonly reason: 'idle' | 'absolute';
      readonly asOf: number;
    }
  | { readonly state: 'unknown' };

/** A corrupted record that was taken out of use and is kept for inspection. */
export interface QuarantinedRecord {
  readonly id: string;
  /** What is wrong with it, such as `createdAt is not an instant`. */
  readonly problem: string;
  readonly quarantinedAt: number;
  /** When its retention ends. */
  readonly keptUntil: number;
  /** What was found, as far as it can be shown. */
  readonly raw: unknown;
}

/** How many sessions a store holds, exact at the instant `asOf`. */
export interface SessionCounts {
  readonly active: number;
  /** Active sessions within their warning threshold. */
  readonly expiringSoon: number;
  /** Expired sessions that no sweep has removed yet. */
  readonly expired: number;
  /** Records in quarantine. */
  readonly quarantined: number;
  /** The most active sessions that the store takes; `null` where it has no limit of its own. */
  readonly capacity: number | null;
  /** How many bytes the sessions take, and the most that the store takes. Absent where it does not bound bytes itself. */
  readonly bytes?: { readonly held: number; readonly capacity: number };
  /** By how many milliseconds the wall clock is ahead of the store's clock. Absent where the store does not compare them. */
  readonly clockDriftMs?: number;
  /** Why the store refuses changes for now, in a sentence for people. Health is unhealthy then. */
  readonly refusesChanges?: string;
  /** Why the store refuses new sessions, or soon will, in a sentence for people. Health is degraded then. */
  readonly refusesCreates?: string;
  readonly asOf: number;
}
