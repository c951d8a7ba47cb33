export { SessionsModule } from './sessions.module.js';
export type {
  CookieOptions,
  GuardOptions,
  HealthOptions,
  LoggingOptions,
  OnReuse,
  SessionsModuleOptions,
  SessionsOptionsFactory,
  SweepOptions,
  TimeoutOptions,
} from './options/sessions-options.js';
export { presets } from './options/presets.js';
export { SESSION_STORE } from './sessions.tokens.js';

export type { RevokeOptions } from './service/revoke-all.js';
export { SessionsService } from './service/sessions.service.js';
export type { ListSessions, SessionPage } from './service/session-page.js';
export type { CreateGuest, CreateSession, SignInOptions } from './service/create-session.js';
export type { MetadataChanges, MetadataInput } from './metadata/metadata-rules.js';

export type { Duration } from './domain/duration.js';
export {
  CapacityReachedError,
  InvalidOptionsError,
  InvalidPageError,
  InvalidSessionError,
  InvalidTimeoutsError,
  isSessionError,
  SessionConflictError,
  SessionLimitReachedError,
  SessionOfAnotherUserError,
  StoreUnavailableError,
  type AnySessionError,
} from './domain/errors.js';
export { DEFAULT_KIND } from './domain/kind.js';
export type { EndCause, EndReason } from './domain/ending.js';
export type { SessionEvent, SessionEventOf } from './domain/events.js';
export { isExpiringSoon, remainingMs } from './domain/lifetime.js';
export type { Secret } from './domain/secret.js';
export type { QuarantinedRecord, Session, SessionCounts, SessionLookup, UserSession } from './domain/session.js';
export type { Timeouts } from './domain/timeouts.js';

export { MemorySessionStore } from './stores/memory/memory-session.store.js';
export type { MemorySessionStoreOptions } from './stores/memory/memory-session-store-options.js';
export type { SessionStore } from './stores/session-store.js';

export { OnSessionEvent, type ListenerDelivery } from './events/on-session-event.decorator.js';

export { SessionSweeper } from './sweeper/session-sweeper.js';
export type { SweepRun } from './sweeper/sweep-run.js';

export type { HealthReport } from './health/health-report.js';
export { SessionsHealthIndicator, type HealthInspection } from './health/sessions-health.indicator.js';

export { addCookie, type CookieResponse } from './credentials/add-cookie.js';
export { fromCookie, fromSignedCookie } from './credentials/from-cookie.js';
export { fromBearer, fromHandshakeAuth, fromHeader } from './credentials/from-header.js';
export { SessionCookies } from './credentials/session-cookies.js';
export { clearSessionCookie, serializeSessionCookie, type SessionCookieOptions } from './credentials/session-cookie.js';
export type { SessionBinding } from './options/session-binding.js';
export type { RefusalBody, SessionRefusal } from './options/session-refusal.js';
export type { IncomingRequest, SessionIdExtractor } from './options/session-id-extractor.js';

export { getSessionsToken, InjectSessions, type SessionsProvider } from './inject-sessions.decorator.js';
export { connectedSession } from './connections/connected-session.js';
export { SessionGateway } from './connections/session-gateway.decorator.js';
export { CurrentSession, currentSession } from './guard/current-session.js';
export { AllowGuests, OptionalSession, SkipTouch } from './guard/guard-decorators.js';
export { RequireRecentAuthentication } from './guard/recent-authentication.js';
export { registerHandshake } from './guard/handshakes.js';
export { SessionGuard } from './guard/session.guard.js';
export { UseSessions } from './guard/use-sessions.decorator.js';
