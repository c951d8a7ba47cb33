import type { ApiError } from './api-error.js';
import { type ErrorCode } from './error-codes.js';
export declare class ErrorFactsDto {
    readonly code: ErrorCode;
    readonly message: string;
    readonly timestamp: string;
    readonly details?: Readonly<Record<string, unknown>>;
}
/** The one shape of every error. */
export declare class ErrorResponseDto {
    readonly error: ErrorFactsDto;
}
export declare function errorResponse({ code, message, details }: ApiError, timestamp: string): ErrorResponseDto;
//# sourceMappingURL=error-response.dto.d.ts.map