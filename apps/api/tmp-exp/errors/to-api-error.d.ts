import { ApiError } from './api-error.js';
/** Gives every error its place in the API. What nobody expected is an `INTERNAL_ERROR`. */
export declare function toApiError(error: unknown): ApiError;
//# sourceMappingURL=to-api-error.d.ts.map