/**
 * The entry point `nest-sessions/store`, for authors of stores: the port, the law of expiry, and the option checker.
 */

export { assertHasUser, authenticatedByDefault } from './domain/authentication.js';
export { created, isWorthRecording, renewed, touched, withTimeouts } from './domain/changes.js';
export { systemClock, type Clock } from './domain/clock.js';
export { SteadyClock } from './domain/steady-clock.js';
export { corruptionIn, type StoredRecord } from './domain/corruption.js';
export { durationMs, type Duration } from './domain/duration.js';
export {
  endOf,
  lookupOfEnding,
  lookupOfExpired,
  type EndCause,
  type EndedLookup,
  type Ending,
  type ReplacedId,
} from './domain/ending.js';
export {
  CapacityReachedError,
  InvalidOptionsError,
  InvalidPageError,
  InvalidTimeoutsError,
  isSessionError,
  SessionConflictError,
  SessionLimitReachedError,
  SessionOfAnotherUserError,
  StoreUnavailableError,
} from './domain/errors.js';
export type { SessionEndEvent } from './domain/events.js';
export type { Finding } from './domain/finding.js';
export { isHandle, newHandle } from './domain/handle.js';
export { idHash, type IdHash } from './domain/id-hash.js';
export { EMPTY_JSON, freezeJson, isJsonObject, type JsonObject, type JsonValue } from './domain/json.js';
export {
  expiresAt,
  expiryReason,
  isExpired,
  isExpiringSoon,
  remainingMs,
  warnAt,
  type Deadlines,
  type Life,
} from './domain/lifetime.js';
export { isSecret, SECRETS_ALLOWED, type Secret } from './domain/secret.js';
export { OptionChecker, type Range } from './options/option-checker.js';
export { newSessionId } from './domain/session-id.js';
export { assertMaySignIn, type SignIn } from './domain/sign-in.js';
export type {
  NewSession,
  QuarantinedRecord,
  Session,
  SessionCounts,
  SessionLookup,
  SessionTimes,
  UserLimit,
} from './domain/session.js';
export {
  changeTimeouts,
  completeTimeouts,
  isDuration,
  LONGEST_DURATION_MS,
  type DurationField,
  type TimeoutChanges,
  type TimeoutConflict,
  type Timeouts,
  type TimeoutsResult,
} from './domain/timeouts.js';
export type { RememberedEnding, SessionJournal, SessionRestorer } from './stores/memory/session-journal.js';
export type {
  ActiveRenewal,
  CreatedSession,
  DeleteOptions,
  ErasedUser,
  MetadataChange,
  PageQuery,
  QuarantinedLookup,
  RenewalLookup,
  RevokedBatch,
  SessionEventDelivery,
  SessionStore,
  SignInLookup,
  StoreConsumer,
  StoreConsumerOptions,
  StoreFollower,
  StoreFollowerOptions,
  StoreLookup,
  StorePage,
  SweepBatch,
} from './stores/session-store.js';
