/** Every error of the server: its HTTP status, and what it says to people, in answers and in the docs. */
export declare const ERRORS: {
    readonly VALIDATION_ERROR: readonly [400, "Something in the request is missing, malformed or out of range."];
    readonly UNAUTHORIZED: readonly [401, "Send the API key of this server in the header X-API-KEY."];
    readonly SESSION_NOT_FOUND: readonly [404, "Session not found. It may have ended; create a new one."];
    readonly NOT_FOUND: readonly [404, "Route not found: this address has nothing for this method. See /docs."];
    readonly SESSION_LIMIT_REACHED: readonly [409, "The user has as many sessions as allowed. Delete one, or wait until one expires."];
    readonly SESSION_EXPIRED: readonly [410, "This session has expired and can't come back. Create a new one."];
    readonly PAYLOAD_TOO_LARGE: readonly [413, "The body is too large. Send at most 64 KiB."];
    readonly UNSUPPORTED_MEDIA_TYPE: readonly [415, "Send the body as application/json in UTF-8, not compressed."];
    readonly HOST_NOT_ALLOWED: readonly [421, "This server does not answer for this Host. Its operator can add the name to ALLOWED_HOSTS."];
    readonly RATE_LIMITED: readonly [429, "Too many requests. Retry-After says how many seconds to wait."];
    readonly INTERNAL_ERROR: readonly [500, "The server failed. Its log says why."];
    readonly STORE_UNAVAILABLE: readonly [503, "The store can't be reached. Try again; it is not known whether a change took place."];
    readonly CAPACITY_REACHED: readonly [503, "The store is full. Delete some sessions, or wait until some expire."];
};
export type ErrorCode = keyof typeof ERRORS;
//# sourceMappingURL=error-codes.d.ts.map