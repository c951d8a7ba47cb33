import { ERROR_STATUS, type ErrorCode } from './error-codes.js';
import type { FieldProblem } from './field-problem.js';

/** A body of 64 KiB can have thousands of unknown keys; an answer need not repeat them all. */
const MOST_FIELDS = 100;
const MOST_IN_MESSAGE = 5;

/** An error that is part of the API. Its message is for the client: it never quotes a session id. */
export class ApiError extends Error {
  private constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: Readonly<Record<string, unknown>>,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ApiError';
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }

  static invalid(problems: readonly FieldProblem[]): ApiError {
    const fields = problems.slice(0, MOST_FIELDS);
    const told = fields.slice(0, MOST_IN_MESSAGE);
    const faults = told.map(({ field, problem, allowed }) => `${field} ${problem}, allowed is ${allowed}`);
    if (problems.length > told.length) faults.push(`and ${String(problems.length - told.length)} more`);
    return new ApiError('VALIDATION_ERROR', `${faults.join('; ')}.`, { fields });
  }

  static unreadable(): ApiError {
    return ApiError.invalid([
      { field: 'request', problem: "can't be read", allowed: 'a well-formed address and body' },
    ]);
  }

  static unauthorized(): ApiError {
    return new ApiError('UNAUTHORIZED', 'Send the API key of this server in the header X-API-KEY.');
  }

  static notFound(): ApiError {
    return new ApiError('NOT_FOUND', 'There is nothing at this address for this method. /docs shows what there is.');
  }

  static sessionNotFound(): ApiError {
    return new ApiError('SESSION_NOT_FOUND', 'There is no session with this id, or no longer. Create a new one.');
  }

  static sessionLimitReached(most: number): ApiError {
    const message = `The user has as many sessions as allowed, ${String(most)}. Delete one of them, or wait until one has expired.`;
    return new ApiError('SESSION_LIMIT_REACHED', message);
  }

  static sessionExpired(expiredAt: number): ApiError {
    const message = "This session has expired and can't come back. Create a new one.";
    return new ApiError('SESSION_EXPIRED', message, { expiredAt: new Date(expiredAt).toISOString() });
  }

  static tooLarge(): ApiError {
    return new ApiError('PAYLOAD_TOO_LARGE', 'The body is too large, allowed are 64 KiB.');
  }

  static notJson(): ApiError {
    return new ApiError('UNSUPPORTED_MEDIA_TYPE', 'A body must be application/json in UTF-8 and not compressed.');
  }

  static rateLimited(): ApiError {
    return new ApiError(
      'RATE_LIMITED',
      'Too many requests from this address. Retry-After tells how many seconds to wait.',
    );
  }

  static capacityReached(): ApiError {
    const message = 'The server holds as many sessions as it can. Delete some, or wait until some have expired.';
    return new ApiError('CAPACITY_REACHED', message);
  }

  static storeUnavailable(cause?: unknown): ApiError {
    const message = "The sessions can't be reached. Try again; whether a change took place is not known.";
    return new ApiError('STORE_UNAVAILABLE', message, undefined, { cause });
  }

  static internal(cause?: unknown): ApiError {
    return new ApiError('INTERNAL_ERROR', 'The server failed at this request. Its log says why.', undefined, { cause });
  }
}
