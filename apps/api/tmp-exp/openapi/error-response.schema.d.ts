import { type ErrorCode } from '../errors/error-codes.js';
export declare class ErrorFactsSchema {
    readonly code: ErrorCode;
    readonly message: string;
    readonly timestamp: string;
    readonly details?: Readonly<Record<string, unknown>>;
}
export declare class ErrorResponseSchema {
    readonly error: Pick<ErrorFactsSchema, keyof ErrorFactsSchema>;
}
//# sourceMappingURL=error-response.schema.d.ts.map