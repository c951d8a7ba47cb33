export { SessionsModule } from './sessions.module.js';
export type {
  GuardOptions,
  HealthOptions,
  LoggingOptions,
  SessionsModuleOptions,
  SessionsOptionsFactory,
  SweepOptions,
  TimeoutOptions,
} from './options/sessions-options.js';
export {
  SessionsService,
  type CreateSession,
  type ListOfUser,
  type ListSessions,
  type UpdateMetadataOptions,
  type RotateOptions,
  type SessionPage,
} from './service/sessions.service.js';
export type { MetadataChanges, MetadataInput } from './metadata/metadata-rules.js';
export { SESSION_STORE } from './sessions.tokens.js';

export type { Secret } from './domain/secret.js';
export type { Duration } from './domain/duration.js';
export {
  CapacityReachedError,
  InvalidOptionsError,
  InvalidPageError,
  InvalidSessionError,
  InvalidTimeoutsError,
  isSessionError,
  SessionConflictError,
  SessionError,
  SessionLimitReachedError,
  StoreUnavailableError,
  type AnySessionError,
  type SessionErrorCode,
} from './domain/errors.js';
export type { EndReason, SessionEndEvent, SessionEvent, SessionEventOf, SessionEventType } from './domain/events.js';
export { systemClock, type Clock } from './domain/clock.js';
export type { JsonObject, JsonValue } from './domain/json.js';
export { expiryReason, isExpired, isExpiringSoon, remainingMs, type Deadlines, type Life } from './domain/lifetime.js';
export type {
  NewSession,
  QuarantinedRecord,
  Session,
  SessionCounts,
  SessionLookup,
  UserLimit,
} from './domain/session.js';
export type { DurationField, TimeoutChanges, TimeoutConflict, Timeouts } from './domain/timeouts.js';

export { MemorySessionStore, type MemorySessionStoreOptions } from './stores/memory/memory-session.store.js';
export type {
  ActiveRenewal,
  QuarantinedLookup,
  CreatedSession,
  MetadataChange,
  PageQuery,
  RenewalLookup,
  RevokedBatch,
  SessionStore,
  StoreLookup,
  StorePage,
  SessionEventDelivery,
  StoreConsumer,
  StoreConsumerOptions,
  SweepBatch,
} from './stores/session-store.js';

export {
  OnSessionEvent,
  type ListenerDelivery,
  type OnSessionEventOptions,
} from './events/on-session-event.decorator.js';
export { presets } from './options/presets.js';

export { SessionSweeper } from './sweeper/session-sweeper.js';
export type { SweepRun } from './sweeper/sweep-run.js';

export type { HealthReport } from './health/health-report.js';
export type { HealthStatus } from './health/health-status.js';
export { SessionsHealthIndicator } from './health/sessions-health.indicator.js';

export { CurrentSession, currentSession } from './guard/current-session.js';
export type { CookieSecret } from './credentials/cookie-signing.js';
export { fromCookie, fromSignedCookie } from './credentials/from-cookie.js';
export { fromBearer, fromHandshakeAuth, fromHeader } from './credentials/from-header.js';
export { SkipTouch, OptionalSession } from './guard/guard-decorators.js';
export { registerHandshake } from './guard/handshakes.js';
export {
  clearSessionCookie,
  serializeSessionCookie,
  type SessionCookieOptions,
  type SessionCookieScope,
} from './credentials/session-cookie.js';
export { SessionGuard } from './guard/session.guard.js';
export type { IncomingRequestLike, SessionIdExtractor } from './options/session-id-extractor.js';
