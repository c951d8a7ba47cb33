import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Duration } from '../domain/duration.js';
import type { SessionEventType } from '../domain/events.js';
import type { Secret } from '../domain/secret.js';
import type { UserLimit } from '../domain/session.js';
import type { Timeouts } from '../domain/timeouts.js';
import type { SessionIdExtractor } from './session-id-extractor.js';
import type { SessionStore } from '../stores/session-store.js';

/** Timeouts as an application writes them: milliseconds, or strings such as `'30m'`. */
export interface TimeoutOptions {
  /** The longest gap between two activities. Default `'30m'`. */
  readonly idleTimeout?: Duration | undefined;
  /** The longest life, however active. Default `'12h'`. */
  readonly absoluteTimeout?: Duration | undefined;
  /** How long before expiry a session counts as expiring soon; 0 for never. Default `'5m'`. */
  readonly warningThreshold?: Duration | undefined;
  /** Whether activity extends a session. Default `true`. */
  readonly autoRenew?: boolean | undefined;
}

export interface SweepOptions {
  /**
   * How often expired sessions are removed; each instance does so up to a tenth earlier, by chance, so that they spread.
   * At most 24 days. Default `'1m'`.
   */
  readonly interval?: Duration | undefined;
  /** How many sessions one slice of a sweep handles before it yields to the event loop. Default 500. */
  readonly batchSize?: number | undefined;
}

export interface HealthOptions {
  /** An answer of the store slower than this makes the health degraded. Default 250 ms. */
  readonly slowThreshold?: Duration | undefined;
  /** No answer of the store within this makes the health unhealthy. Default 800 ms. */
  readonly timeout?: Duration | undefined;
  /** The share of its capacity from which a store makes the health degraded, above 0 and at most 1. Default 0.9. */
  readonly capacityThreshold?: number | undefined;
  /** After how many sweep intervals without a successful sweep the health is degraded. Default 3. */
  readonly missedSweeps?: number | undefined;
}

export interface GuardOptions {
  /**
   * Where `SessionGuard` looks for the id of a session, first to last; the first id counts. Default: `fromBearer()`, then
   * `fromHeader('x-session-id')`.
   */
  readonly extractors?: readonly SessionIdExtractor[] | undefined;
}

export interface LoggingOptions {
  /**
   * Which events are written to Nest's log, each as an object with the fingerprint of its session and never its id, its
   * user or its data. Default `['quarantined']`.
   */
  readonly events?: readonly SessionEventType[] | undefined;
  /**
   * At least 32 bytes. Instances with the same key give a session the same fingerprint. Default: a random key, so that
   * fingerprints hold within one process.
   */
  readonly fingerprintKey?: Secret | undefined;
}

/** Options of `SessionsModule`; all may be left out. */
export interface SessionsModuleOptions {
  /** Where sessions are kept. The module closes it on shutdown. Default: a new `MemorySessionStore`. */
  readonly store?: SessionStore | undefined;
  /** Timeouts of sessions that are created without their own. */
  readonly timeouts?: TimeoutOptions | undefined;
  /** The most that the `metadata` of a session may take, in bytes of UTF-8 JSON; its `attributes` likewise. Default 10240. */
  readonly maxMetadataBytes?: number | undefined;
  /**
   * A Standard Schema (zod, valibot, arktype and others) of the metadata, which answers synchronously. What the application
   * gives is validated, and stored as the schema returns it. Stored metadata that no longer fits is a corrupted record.
   */
  readonly metadataSchema?: StandardSchemaV1 | undefined;
  /**
   * How many active sessions a user may have, however many instances create them at the same time. A number rejects the next one
   * with `SessionLimitReachedError`; the policy `evict-oldest` ends the oldest in its favour. Default: no limit.
   */
  readonly maxPerUser?: number | UserLimit | undefined;
  /**
   * `touch()` writes only when the last activity on record is this long ago, or half the idle timeout of the session if
   * that is less. Saves writes; a session may then end by its idle timeout this much early. Default 0: each touch is written.
   */
  readonly touchPrecision?: Duration | undefined;
  /** `false` leaves sweeping to `sweepNow()`. */
  readonly sweep?: SweepOptions | false | undefined;
  readonly health?: HealthOptions | undefined;
  readonly guard?: GuardOptions | undefined;
  readonly logging?: LoggingOptions | undefined;
}

/** What `forRootAsync({ useClass | useExisting })` asks of the class. */
export interface SessionsOptionsFactory {
  createSessionsOptions(): SessionsModuleOptions | Promise<SessionsModuleOptions>;
}

/** The options as plain data: checked, with the defaults, durations in milliseconds. The module builds from them. */
export interface ResolvedSessionsOptions {
  /** `undefined` where the application gives none: the module makes a memory store. */
  readonly store: SessionStore | undefined;
  readonly timeouts: Timeouts;
  readonly maxMetadataBytes: number;
  readonly metadataSchema: StandardSchemaV1 | undefined;
  readonly maxPerUser: UserLimit | undefined;
  readonly touchPrecisionMs: number;
  /** `intervalMs` is `undefined` where nothing sweeps automatically. */
  readonly sweep: { readonly intervalMs: number | undefined; readonly batchSize: number };
  readonly health: {
    readonly slowThresholdMs: number;
    readonly timeoutMs: number;
    readonly capacityThreshold: number;
    readonly missedSweeps: number;
  };
  /** `undefined` where the application names none: the guard has its own. */
  readonly guard: { readonly extractors: readonly SessionIdExtractor[] | undefined };
  readonly logging: { readonly events: readonly SessionEventType[]; readonly fingerprintKey: Secret | undefined };
}
