import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Duration } from '../domain/duration.js';
import type { SessionEventType } from '../domain/events.js';
import type { Secret } from '../domain/secret.js';
import type { UserLimit } from '../domain/session.js';
import type { Timeouts } from '../domain/timeouts.js';
import type { ResolvedBinding, SessionBinding } from './session-binding.js';
import type { RefusalBody } from './session-refusal.js';
import type { SessionIdExtractor } from './session-id-extractor.js';
import type { SessionStore } from '../stores/session-store.js';

/** Timeouts as an application writes them: milliseconds, or strings such as `'30m'`. */
export interface TimeoutOptions {
  /** The longest gap between two activities. Default `'30m'`. */
  readonly idleTimeout?: Duration | undefined;
  /** The longest life, however active. Default `'12h'`. */
  readonly absoluteTimeout?: Duration | undefined;
  /** How long before expiry a session counts as expiring soon; 0 means never. Default `'5m'`. */
  readonly warningThreshold?: Duration | undefined;
  /** Whether activity extends a session. Default `true`. */
  readonly autoRenew?: boolean | undefined;
}

export interface SweepOptions {
  /**
   * How often expired sessions are removed. Each instance shortens every interval by a random part of up to a tenth, so
   * that not all instances sweep at the same time. At most 24 days. Default `'1m'`.
   */
  readonly interval?: Duration | undefined;
  /** How many sessions a slice of a sweep handles before it yields to the event loop. Default 500. */
  readonly batchSize?: number | undefined;
}

export interface HealthOptions {
  /** Health is degraded if the store takes longer than this to answer. Default 250 ms. */
  readonly slowThreshold?: Duration | undefined;
  /** Health is unhealthy if the store does not answer within this time. Default 800 ms. */
  readonly timeout?: Duration | undefined;
  /** Health is degraded from this share of the store's capacity on. Above 0 and at most 1. Default 0.9. */
  readonly capacityThreshold?: number | undefined;
  /** Health is degraded after this many sweep intervals without a successful sweep. Default 3. */
  readonly missedSweeps?: number | undefined;
}

export interface GuardOptions {
  /**
   * Where `SessionGuard` looks for a session id. The first extractor that finds an id decides. Default: `fromBearer()`,
   * then `fromHeader('x-session-id')`.
   */
  readonly extractors?: readonly SessionIdExtractor[] | undefined;
  /**
   * Makes the body of a refused request from its `SessionRefusal`: status, code, message, and why a session ended.
   * Default: the fields of Nest's exceptions, and `code`, `reason`, and `expiredAt` or `endedAt`.
   */
  readonly refusalBody?: RefusalBody | undefined;
  /**
   * Binds each session that is created with `boundTo` to its client: another value in a later request is a mismatch. Only a
   * keyed hash of the value is kept, as an attribute of the session. Default: sessions are not bound.
   */
  readonly bind?: SessionBinding | undefined;
  /** The key of that hash: at least 32 bytes, the same on all instances. Needed with `bind`. */
  readonly bindKey?: Secret | undefined;
  /** Whether a mismatch is refused, or only reported by the event `mismatched`. Default `'refuse'`. */
  readonly onMismatch?: 'refuse' | 'report' | undefined;
}

/** The session cookie: `SessionCookies` sets and clears it, `SessionGuard` reads it. */
export interface CookieOptions {
  /** Such as `'__Host-sid'`: no other host of the domain can set a cookie whose name begins with `__Host-`. */
  readonly name: string;
  /** Signs the id: at least 32 bytes, or a list of such secrets. The first one signs, all are accepted. Default: not signed. */
  readonly secret?: string | readonly string[] | undefined;
  /** Whether the cookie outlives the browser, until the absolute timeout of its session. Default `false`. */
  readonly persistent?: boolean | undefined;
  /** The paths to which the browser sends the cookie. Default `'/'`. */
  readonly path?: string | undefined;
  /** The domain to whose hosts the browser sends the cookie. Default: only the host that sets the cookie. */
  readonly domain?: string | undefined;
  /** Whether the browser sends the cookie only over HTTPS (and to localhost). Default `true`. */
  readonly secure?: boolean | undefined;
  /** Which requests of other sites carry the cookie. Default `'lax'`. */
  readonly sameSite?: 'strict' | 'lax' | 'none' | undefined;
  /** Whether the cookie is kept apart for each site that embeds the application. Default `false`. */
  readonly partitioned?: boolean | undefined;
}

export interface LoggingOptions {
  /**
   * The events that are written to Nest's log. Each entry is an object with the handle of the session, and never
   * with its id, user or data. Default `['quarantined']`.
   */
  readonly events?: readonly SessionEventType[] | undefined;
}

/** What happens if an id is used that a rotation has replaced, more than ten seconds after its grace. */
export type OnReuse = 'report' | 'revoke-session' | 'revoke-user';

/** Options of `SessionsModule`. All are optional. */
export interface SessionsModuleOptions {
  /** The store that keeps the sessions. The module closes it on shutdown. Default: a new `MemorySessionStore`. */
  readonly store?: SessionStore | undefined;
  /** The timeouts of sessions that are created without timeouts of their own. */
  readonly timeouts?: TimeoutOptions | undefined;
  /**
   * The largest size of a session's `metadata` in bytes of UTF-8 JSON. The same limit applies to its `attributes`.
   * Default 10240.
   */
  readonly maxMetadataBytes?: number | undefined;
  /**
   * A synchronous Standard Schema of the metadata (zod, valibot, arktype and others). It validates the metadata that
   * the application passes, and its output is stored. Stored metadata that no longer fits makes the session a corrupted
   * record.
   */
  readonly metadataSchema?: StandardSchemaV1 | undefined;
  /**
   * The most active sessions of a user, however many instances create sessions at the same time. With a number, a
   * further session is rejected with `SessionLimitReachedError`. With the policy `evict-oldest`, the oldest session
   * ends instead. Default: no limit.
   */
  readonly maxPerUser?: number | UserLimit | undefined;
  /**
   * What happens if somebody uses an id that a rotation replaced more than ten seconds before, grace included. `report`
   * announces it as the event `reused`. `revoke-session` also ends the session, `revoke-user` all sessions of the user.
   * Default `'report'`.
   */
  readonly onReuse?: OnReuse | undefined;
  /**
   * `touch()` writes only if the last recorded activity is at least this old, or half the idle timeout of the session
   * if that is shorter. This saves writes, but a session may expire by its idle timeout this much early. Default 0:
   * every touch is written.
   */
  readonly touchPrecision?: Duration | undefined;
  /** `false` switches the automatic sweeps off. Call `sweepNow()` instead. */
  readonly sweep?: SweepOptions | false | undefined;
  readonly health?: HealthOptions | undefined;
  /** The cookie that carries the session id. The guard looks for it before all other sources. Default: no cookie. */
  readonly cookie?: CookieOptions | undefined;
  readonly guard?: GuardOptions | undefined;
  readonly logging?: LoggingOptions | undefined;
}

/** The interface of a class for `forRootAsync({ useClass | useExisting })`. */
export interface SessionsOptionsFactory {
  createSessionsOptions(): SessionsModuleOptions | Promise<SessionsModuleOptions>;
}

/** The checked options with their defaults, as plain data. Durations are in milliseconds. */
export interface ResolvedSessionsOptions {
  /** `undefined` if the application gives no store. The module then creates a memory store. */
  readonly store: SessionStore | undefined;
  readonly timeouts: Timeouts;
  readonly maxMetadataBytes: number;
  readonly metadataSchema: StandardSchemaV1 | undefined;
  readonly maxPerUser: UserLimit | undefined;
  readonly onReuse: OnReuse;
  readonly touchPrecisionMs: number;
  /** `intervalMs` is `undefined` if the automatic sweeps are off. */
  readonly sweep: { readonly intervalMs: number | undefined; readonly batchSize: number };
  readonly health: {
    readonly slowThresholdMs: number;
    readonly timeoutMs: number;
    readonly capacityThreshold: number;
    readonly missedSweeps: number;
  };
  /** `extractors` is `undefined` if the application gives none. The guard then uses its defaults. */
  readonly guard: {
    readonly extractors: readonly SessionIdExtractor[] | undefined;
    readonly refusalBody: RefusalBody | undefined;
    readonly binding: ResolvedBinding | undefined;
  };
  /** As the application gives it: `SessionCookies` checks it. */
  readonly cookie: CookieOptions | undefined;
  readonly logging: { readonly events: readonly SessionEventType[] };
}
