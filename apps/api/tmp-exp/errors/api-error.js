import { ERRORS } from './error-codes.js';
/** A body of 64 KiB can have thousands of unknown keys; an answer need not repeat them all. */
const MAX_FIELDS = 100;
const MAX_IN_MESSAGE = 5;
/** An error that is part of the API. Its message is for the client: it never quotes a session id. */
export class ApiError extends Error {
    code;
    status;
    details;
    constructor(code, { message = ERRORS[code][1], details, cause } = {}) {
        super(message, { cause });
        this.code = code;
        this.status = ERRORS[code][0];
        this.details = details;
    }
    static invalid(problems) {
        const fields = problems.slice(0, MAX_FIELDS);
        const shown = fields.slice(0, MAX_IN_MESSAGE);
        const parts = shown.map(({ field, problem, allowed }) => `${field} ${problem}, allowed is ${allowed}`);
        if (problems.length > shown.length)
            parts.push(`and ${String(problems.length - shown.length)} more`);
        return new ApiError('VALIDATION_ERROR', { message: `${parts.join('; ')}.`, details: { fields } });
    }
}
//# sourceMappingURL=api-error.js.map