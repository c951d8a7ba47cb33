import { type ErrorCode } from './error-codes.js';
import type { FieldProblem } from './field-problem.js';
interface ApiErrorOptions extends ErrorOptions {
    readonly message?: string;
    readonly details?: Readonly<Record<string, unknown>>;
}
/** An error that is part of the API. Its message is for the client: it never quotes a session id. */
export declare class ApiError extends Error {
    readonly code: ErrorCode;
    readonly status: number;
    readonly details: Readonly<Record<string, unknown>> | undefined;
    constructor(code: ErrorCode, { message, details, cause }?: ApiErrorOptions);
    static invalid(problems: readonly FieldProblem[]): ApiError;
}
export {};
//# sourceMappingURL=api-error.d.ts.map