import { HttpException } from '@nestjs/common';
import { isSessionError, type AnySessionError } from 'nest-sessions';
import { ApiError } from './api-error.js';

/** Turns any error into an error of the API. An unexpected one becomes `INTERNAL_ERROR`. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isSessionError(error)) return ofSessionError(error);
  if (error instanceof HttpException && error.getStatus() < 500) return ofHttpException(error);
  return new ApiError('INTERNAL_ERROR', { cause: error });
}

function ofSessionError(error: AnySessionError): ApiError {
  switch (error.code) {
    case 'INVALID_PAGE':
      return ApiError.invalid([{ field: error.field, problem: 'is not known', allowed: 'the nextCursor of a page' }]);
    case 'INVALID_SESSION':
    case 'INVALID_TIMEOUTS':
      return ApiError.invalid([
        { field: 'body', problem: `is refused (${error.message})`, allowed: 'what /docs shows' },
      ]);
    case 'SESSION_LIMIT_REACHED':
    case 'CAPACITY_REACHED':
    case 'STORE_UNAVAILABLE':
      return new ApiError(error.code, { cause: error });
    // These can't happen: the server changes no metadata, signs nobody in, and checks its options at the start.
    case 'SESSION_CONFLICT':
    case 'SESSION_OF_ANOTHER_USER':
    case 'INVALID_OPTIONS':
      return new ApiError('INTERNAL_ERROR', { cause: error });
  }
}

/** The refusals of Nest, Express and the body parser. */
function ofHttpException(error: HttpException): ApiError {
  switch (error.getStatus()) {
    case 404:
      return new ApiError('NOT_FOUND');
    case 413:
      return new ApiError('PAYLOAD_TOO_LARGE');
    case 415:
      return new ApiError('UNSUPPORTED_MEDIA_TYPE');
  }
  const isBodyBroken = error.cause instanceof SyntaxError;
  const problem = isBodyBroken ? 'is broken JSON' : "can't be read";
  const allowed = isBodyBroken ? 'a JSON object' : 'a well-formed address';
  return ApiError.invalid([{ field: isBodyBroken ? 'body' : 'request', problem, allowed }]);
}
