import type { JsonObject } from './json.js';
import type { Deadlines, Life } from './lifetime.js';
import type { Timeouts } from './timeouts.js';

/** The instants, timeouts and renewal count of a session: what touches, renewals and other timeouts change. */
export interface SessionTimes extends Life, Deadlines {
  readonly lastActivityAt: number;
  /** How often activity or a renewal moved the deadline. */
  readonly renewalCount: number;
}

/**
 * A session at a certain instant. All instants are epoch milliseconds of the store's clock. `Metadata` is the type that
 * the application declares for its metadata; a schema also checks it.
 */
export interface Session<Metadata extends object = JsonObject> extends SessionTimes {
  /**
   * Opaque and URL-safe, with at least 128 random bits. Anybody who has the id can use the session, so keep it out of
   * logs. If a store hashes ids, lists and sweeps give the hash, because the store does not know the id.
   */
  readonly id: string;
  /**
   * The public name of the session. It stays the same when the id changes, and is the same on all instances and in lists,
   * events and logs. It opens nothing, so it may be shown to people: 11 characters of base64url.
   */
  readonly handle: string;
  /** `undefined` for a guest: a session that `signIn` has not given to a user. */
  readonly userId: string | undefined;
  /**
   * When the user last proved who they are: at the creation of the session or the sign-in, or when the application called
   * `authenticated`. `undefined` for a guest, and for a session that began without a proof.
   */
  readonly authenticatedAt: number | undefined;
  /** Facts that the application set at creation; they never change. */
  readonly attributes: JsonObject;
  /** Data of the application that may change. */
  readonly metadata: Metadata;
}

/** A session that has a user. `SessionGuard` admits no other, unless a decorator of the handler admits guests. */
export type UserSession<Metadata extends object = JsonObject> = Session<Metadata> & { readonly userId: string };

/** What a store needs to create a session. The JSON objects are frozen copies that the store may keep. */
export interface NewSession {
  /** `undefined` for a guest. */
  readonly userId: string | undefined;
  /** Whether the user has just proved who they are. Default `true`, and never for a guest. */
  readonly authenticated?: boolean;
  readonly attributes: JsonObject;
  readonly metadata: JsonObject;
  readonly timeouts: Timeouts;
}

/**
 * The most active sessions of a user. The policy says what happens when a user creates one more: it is rejected, or the
 * oldest session ends.
 */
export interface UserLimit {
  /** At least 1. */
  readonly max: number;
  readonly policy: 'reject' | 'evict-oldest';
}

/** The state of a session id at the instant `asOf`. */
export type SessionLookup<Metadata extends object = JsonObject> =
  | { readonly state: 'active'; readonly session: Session<Metadata>; readonly asOf: number }
  | {
      readonly state: 'expired';
      readonly expiredAt: number;
      readonly reason: 'idle' | 'absolute';
      readonly asOf: number;
    }
  /** The store remembers the end of the session or of the id. An expired session stays `expired`. */
  | {
      readonly state: 'ended';
      /**
       * `deleted`, `revoked` or `evicted`, or the reason that the application gave. `rotated` and `signed-in` say that the
       * session goes on under another id: a rotation or a sign-in replaced this one, and the grace of a rotation is over.
       */
      readonly reason: string;
      readonly endedAt: number;
      /** Who ended it, if the application said so. */
      readonly by?: string;
      /** `undefined` for a guest. */
      readonly userId: string | undefined;
      /** Of the session, if the reason is `rotated`. */
      readonly handle?: string;
      readonly asOf: number;
    }
  | { readonly state: 'unknown' };

/** A corrupted record that was taken out of use and is kept for inspection. */
export interface QuarantinedRecord {
  readonly id: string;
  /** Of the session. Absent if the record does not show it. */
  readonly handle?: string;
  /** What is wrong with it, such as `createdAt is not an instant`. */
  readonly problem: string;
  readonly quarantinedAt: number;
  /** The instant until which the store keeps the record. */
  readonly keptUntil: number;
  /** The record as it was found, as far as it can be shown. */
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
  /** The most active sessions that the store accepts; `null` if the store sets no limit. */
  readonly capacity: number | null;
  /** How many bytes the sessions take, and how many the store accepts. Absent if the store does not limit bytes. */
  readonly bytes?: { readonly held: number; readonly capacity: number };
  /** How many milliseconds the wall clock is ahead of the store's clock. Absent if the store does not compare them. */
  readonly clockDriftMs?: number;
  /** Why the store refuses changes at the moment, in a sentence for people. If present, health is unhealthy. */
  readonly refusesChanges?: string;
  /**
   * Why the store refuses new sessions, or will refuse them soon, in a sentence for people. If present, health is
   * degraded.
   */
  readonly refusesCreates?: string;
  readonly asOf: number;
}
