import type { Duration } from './domain/duration.js';
import type { Timeouts } from './domain/timeouts.js';
import type { SessionIdSource } from './http/session-id-source.js';
import type { SessionStore } from './stores/session-store.js';

/** Timeouts as an application writes them: milliseconds, or texts such as `'30m'`. */
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
  readonly sources?: readonly SessionIdSource[] | undefined;
}

/** Options of `SessionsModule`; all may be left out. */
export interface SessionsModuleOptions {
  /** Where sessions are kept. The module closes it on shutdown. Default: a new `MemorySessionStore`. */
  readonly store?: SessionStore | undefined;
  /** Timeouts of sessions that are created without their own. */
  readonly timeouts?: TimeoutOptions | undefined;
  /** The most that the `metadata` of a session may take, in bytes of UTF-8 JSON; its `attributes` likewise. Default 10240. */
  readonly maxMetadataBytes?: number | undefined;
  /** `false` leaves sweeping to `sweepNow()`. */
  readonly sweep?: SweepOptions | false | undefined;
  readonly health?: HealthOptions | undefined;
  readonly guard?: GuardOptions | undefined;
}

/** What `forRootAsync({ useClass | useExisting })` asks of the class. */
export interface SessionsOptionsFactory {
  createSessionsOptions(): SessionsModuleOptions | Promise<SessionsModuleOptions>;
}

/** The options as the module works with them: checked, complete, durations in milliseconds. */
export interface ResolvedSessionsOptions {
  readonly store: SessionStore;
  readonly timeouts: Timeouts;
  readonly maxMetadataBytes: number;
  /** `intervalMs` is `undefined` where nothing sweeps by itself. */
  readonly sweep: { readonly intervalMs: number | undefined; readonly batchSize: number };
  readonly health: {
    readonly slowThresholdMs: number;
    readonly timeoutMs: number;
    readonly capacityThreshold: number;
    readonly missedSweeps: number;
  };
  readonly guard: { readonly sources: readonly SessionIdSource[] };
}
