import { STATUS_CODES } from 'node:http';
import type { TimeoutConflict } from './timeouts.js';

/** The code of an error, for programs. Messages are for people and never contain a session id. */
export type SessionErrorCode =
  | 'INVALID_OPTIONS'
  | 'INVALID_SESSION'
  | 'INVALID_TIMEOUTS'
  | 'INVALID_PAGE'
  | 'CAPACITY_REACHED'
  | 'SESSION_LIMIT_REACHED'
  | 'SESSION_CONFLICT'
  | 'SESSION_OF_ANOTHER_USER'
  | 'STORE_UNAVAILABLE';

/** The HTTP status of an error that escapes a handler. */
const STATUS: Readonly<Record<SessionErrorCode, number>> = {
  INVALID_OPTIONS: 500,
  INVALID_SESSION: 400,
  INVALID_TIMEOUTS: 400,
  INVALID_PAGE: 400,
  CAPACITY_REACHED: 503,
  SESSION_LIMIT_REACHED: 409,
  SESSION_CONFLICT: 409,
  SESSION_OF_ANOTHER_USER: 409,
  STORE_UNAVAILABLE: 503,
};

/** Marks the errors of this package. `Symbol.for`, because one process may load the package as ESM and as CommonJS. */
const BRAND = Symbol.for('nest-sessions:error');

/**
 * The base of all errors that the package throws on purpose. Use `isSessionError` and `code` to recognise them, not
 * `instanceof`: one process may load the package twice, as ESM and as CommonJS.
 */
export class SessionError<Code extends SessionErrorCode = SessionErrorCode> extends Error {
  readonly [BRAND] = true;
  /**
   * Nest answers an HTTP request with this status, unless an exception filter of the application answers first. Nest
   * uses the status only of errors that have `statusCode`, `status` and `expose`, like those of the `http-errors`
   * package.
   */
  readonly statusCode: number;
  readonly status: number;
  /** Whether the client may see the message. */
  readonly expose: boolean;
  /** GraphQL sends these to the client together with the message. */
  readonly extensions: { readonly code: Code; readonly statusCode: number };

  constructor(
    readonly code: Code,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
    this.statusCode = this.status = STATUS[code];
    this.expose = this.status < 500;
    this.extensions = { code, statusCode: this.statusCode };
  }

  /** What a gateway sends to its client as an `exception` event. Nest asks a `WsException` by this name. */
  getError(): GatewayError<Code> {
    const { statusCode, code, expose, message } = this;
    return { status: 'error', statusCode, code, message: expose ? message : (STATUS_CODES[statusCode] ?? 'Error') };
  }
}

interface GatewayError<Code extends SessionErrorCode> {
  readonly status: 'error';
  readonly statusCode: number;
  readonly code: Code;
  readonly message: string;
}

/** The options of the module, or of another part of the package, are not valid. */
export class InvalidOptionsError extends SessionError<'INVALID_OPTIONS'> {
  constructor(problems: readonly string[], failure = "SessionsModule can't start") {
    super('INVALID_OPTIONS', `${failure} with these options: ${problems.join('; ')}.`);
  }
}

/** An argument about a session is not valid, such as `userId` or `metadata`. */
export class InvalidSessionError extends SessionError<'INVALID_SESSION'> {
  constructor(
    readonly field:
      | 'options'
      | 'id'
      | 'userId'
      | 'authenticated'
      | 'except'
      | 'reason'
      | 'by'
      | 'attributes'
      | 'boundTo'
      | 'metadata',
    problem: string,
  ) {
    super('INVALID_SESSION', `${field} ${problem}.`);
  }
}

/** Timeouts are not valid durations, or they contradict each other, the defaults or the timeouts of the session. */
export class InvalidTimeoutsError extends SessionError<'INVALID_TIMEOUTS'> {
  constructor(
    message: string,
    readonly conflicts: readonly TimeoutConflict[] = [],
  ) {
    super('INVALID_TIMEOUTS', message);
  }

  static ofConflicts(conflicts: readonly TimeoutConflict[]): InvalidTimeoutsError {
    const faults = conflicts.map(
      ({ lesser, lesserMs, greater, greaterMs }) =>
        `${lesser} (${String(lesserMs)}) must not be above ${greater} (${String(greaterMs)})`,
    );
    return new InvalidTimeoutsError(`${faults.join('; ')}.`, conflicts);
  }
}

/** The cursor does not come from a page of this store, or the limit is out of range. */
export class InvalidPageError extends SessionError<'INVALID_PAGE'> {
  constructor(
    readonly field: 'cursor' | 'limit',
    message: string,
  ) {
    super('INVALID_PAGE', message);
  }
}

/** The store holds as many active sessions as it may, or as many bytes. */
export class CapacityReachedError extends SessionError<'CAPACITY_REACHED'> {
  constructor(
    readonly capacity: number,
    readonly unit: 'active sessions' | 'bytes' = 'active sessions',
  ) {
    super(
      'CAPACITY_REACHED',
      `The store is full: it may hold ${String(capacity)} ${unit}. End some sessions, wait until some expire, or raise its ${unit === 'bytes' ? 'maxBytes' : 'capacity'}.`,
    );
  }
}

/** The user has as many active sessions as allowed, and the policy is `reject`. */
export class SessionLimitReachedError extends SessionError<'SESSION_LIMIT_REACHED'> {
  constructor(readonly max: number) {
    super(
      'SESSION_LIMIT_REACHED',
      `The user has ${String(max)} active sessions, which is as many as allowed. End one of them, or wait until one expires.`,
    );
  }
}

/**
 * Somebody else has changed the same keys of the metadata since they were read. The rejected update changed nothing.
 */
export class SessionConflictError extends SessionError<'SESSION_CONFLICT'> {
  constructor(
    /** The keys that both sides changed. Empty if too many changes came at the same time. */
    readonly keys: readonly string[],
  ) {
    super(
      'SESSION_CONFLICT',
      'Somebody else changed the metadata in the meantime. Read the session again and repeat the change, or pass a function to updateMetadata().',
    );
  }
}

/** A user can't sign in with the session of another user, because its metadata is not theirs. The session is unchanged. */
export class SessionOfAnotherUserError extends SessionError<'SESSION_OF_ANOTHER_USER'> {
  constructor() {
    super(
      'SESSION_OF_ANOTHER_USER',
      'The session belongs to another user. End it, and create a session for the user who signs in.',
    );
  }
}

/** The store could not be reached, or did not answer in time. The operation may or may not have taken place. */
export class StoreUnavailableError extends SessionError<'STORE_UNAVAILABLE'> {
  constructor(message: string, options?: ErrorOptions) {
    super('STORE_UNAVAILABLE', message, options);
  }
}

/** Any error of the package. TypeScript narrows the type by `code`. */
export type AnySessionError =
  | InvalidOptionsError
  | InvalidSessionError
  | InvalidTimeoutsError
  | InvalidPageError
  | CapacityReachedError
  | SessionLimitReachedError
  | SessionConflictError
  | SessionOfAnotherUserError
  | StoreUnavailableError;

/** Whether an error belongs to this package, whichever copy of the package created it. */
export function isSessionError(error: unknown): error is AnySessionError {
  return typeof error === 'object' && error !== null && BRAND in error;
}
