import type { ErrorResponseSchema } from '../openapi/error-response.schema.js';
import type { ApiError } from './api-error.js';
/** The one shape of every error. */
export type ErrorResponse = Pick<ErrorResponseSchema, 'error'>;
export declare function errorResponse({ code, message, details }: ApiError, timestamp: string): ErrorResponse;
//# sourceMappingURL=error-response.d.ts.map