import { HttpException } from '@nestjs/common';
import { isSessionError, type AnySessionError } from 'nest-sessions';
import { ApiError } from './api-error.js';
import { UNKNOWN_CURSOR } from './field-problem.js';

/** Gives every error its place in the API. What nobody expected is an `INTERNAL_ERROR`. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isSessionError(error)) return ofSessionError(error);
  return ofStatus(statusOf(error), error);
}

function ofSessionError(error: AnySessionError): ApiError {
  switch (error.code) {
    case 'INVALID_PAGE':
      return ApiError.invalid([UNKNOWN_CURSOR]);
    case 'INVALID_SESSION':
    case 'INVALID_TIMEOUTS':
      return ApiError.invalid([
        { field: 'body', problem: `is refused (${error.message})`, allowed: 'what /docs shows' },
      ]);
    case 'SESSION_LIMIT_REACHED':
      return ApiError.sessionLimitReached(error.max);
    case 'CAPACITY_REACHED':
      return ApiError.capacityReached();
    case 'STORE_UNAVAILABLE':
      return ApiError.storeUnavailable(error);
    // The server changes no metadata, so that no change of it can meet another.
    case 'SESSION_CONFLICT':
    case 'INVALID_OPTIONS':
      return ApiError.internal(error);
  }
}

/** The errors of Nest, of Fastify and of body parsers carry an HTTP status. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const hasStatus = typeof error === 'object' && error !== null && 'statusCode' in error;
  return hasStatus && typeof error.statusCode === 'number' ? error.statusCode : 500;
}

function ofStatus(status: number, cause: unknown): ApiError {
  switch (status) {
    case 404:
    case 405:
    // An address that is too long for the router is an address that nothing has.
    case 414:
      return ApiError.notFound();
    case 413:
      return ApiError.tooLarge();
    case 415:
      return ApiError.notJson();
    case 429:
      return ApiError.rateLimited();
    default:
      return status >= 400 && status < 500 ? ApiError.unreadable() : ApiError.internal(cause);
  }
}
