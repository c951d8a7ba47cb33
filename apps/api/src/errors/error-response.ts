import type { ErrorResponseSchema } from '../openapi/error-response.schema.js';
import type { ApiError } from './api-error.js';

/** The one shape of every error. */
export type ErrorResponse = Pick<ErrorResponseSchema, 'error'>;

export function errorResponse({ code, message, details }: ApiError, timestamp: string): ErrorResponse {
  return { error: { code, message, timestamp, ...(details && { details }) } };
}
