import { STATUS_CODES } from 'node:http';
import type { TimeoutConflict } from './timeouts.js';

/** What went wrong, for programs. Messages are for people, and never quote a session id. */
export type SessionErrorCode =
  | 'INVALID_OPTIONS'
  | 'INVALID_SESSION'
  | 'INVALID_TIMEOUTS'
  | 'INVALID_PAGE'
  | 'CAPACITY_REACHED'
  | 'SESSION_LIMIT_REACHED'
  | 'SESSION_CONFLICT'
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
   * Nest answers an HTTP request with this status, unless a filter of the application answers. It takes the status only
   * of errors with these three properties, which are those of the `http-errors` package.
   */
  readonly statusCode: number;
  readonly status: number;
  /** Whether the client is given the message. */
  readonly expose: boolean;
  /** GraphQL gives these to the client beside the message. */
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

/** The module, or another part of the package, was given options that it can't work with. */
export class InvalidOptionsError extends SessionError<'INVALID_OPTIONS'> {
  constructor(problems: readonly string[], failure = "SessionsModule can't start") {
    super('INVALID_OPTIONS', `${failure} with these options: ${problems.join('; ')}.`);
  }
}

/** An argument that names or describes a session and is not valid, such as `userId` or `metadata`. */
export class InvalidSessionError extends SessionError<'INVALID_SESSION'> {
  constructor(
    readonly field: 'options' | 'id' | 'userId' | 'except' | 'attributes' | 'metadata',
    fault: string,
  ) {
    super('INVALID_SESSION', `${field} ${fault}.`);
  }
}

/** Timeouts that are not valid durations, or that contradict each other, the defaults or those of the session. */
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

/** A cursor that no page of this store gave, or a limit out of range. */
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

/** Somebody else has changed the same parts of the metadata since they were read. Nothing was changed. */
export class SessionConflictError extends SessionError<'SESSION_CONFLICT'> {
  constructor(
    /** The keys of the metadata that both want to change; none when too many changes came at once. */
    readonly keys: readonly string[],
  ) {
    super(
      'SESSION_CONFLICT',
      `The metadata was changed by somebody else meanwhile. Read the session again and decide again, or give updateMetadata() a function.`,
    );
  }
}

/** The store could not be reached, or did not answer in time. Nothing is known about whether the operation took place. */
export class StoreUnavailableError extends SessionError<'STORE_UNAVAILABLE'> {
  constructor(message: string, options?: ErrorOptions) {
    super('STORE_UNAVAILABLE', message, options);
  }
}

/** Every error of the package; its `code` tells which, and TypeScript follows. */
export type AnySessionError =
  | InvalidOptionsError
  | InvalidSessionError
  | InvalidTimeoutsError
  | InvalidPageError
  | CapacityReachedError
  | SessionLimitReachedError
  | SessionConflictError
  | StoreUnavailableError;

/** Whether an error is one of this package, whichever copy of the package made it. */
export function isSessionError(error: unknown): error is AnySessionError {
  return typeof error === 'object' && error !== null && BRAND in error;
}
