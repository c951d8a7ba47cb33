import type { ApiError } from './api-error.js';
/** Logs what the server refuses while its store is away or full: one line for each code, and a reminder each minute. */
export declare class RefusalLog {
    #private;
    /** `now` is in milliseconds. */
    add({ code, message, cause }: ApiError, now?: number): void;
}
//# sourceMappingURL=refusal-log.d.ts.map