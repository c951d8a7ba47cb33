/** Every error of the server: its HTTP status, and what it says to people, in answers and in the docs. */
export const ERRORS = {
  VALIDATION_ERROR: [400, 'Something in the request is missing, malformed or out of range.'],
  UNAUTHORIZED: [401, 'Send the API key of this server in the header X-API-KEY.'],
  FORBIDDEN: [403, 'The API key may not do this. Use a key with the scope that details.needs names.'],
  SESSION_NOT_FOUND: [404, 'Session not found. It may have ended; create a new one.'],
  NOT_FOUND: [404, 'Route not found: this address has nothing for this method. See /docs.'],
  SESSION_LIMIT_REACHED: [409, 'The user has as many sessions as allowed. Delete one, or wait until one expires.'],
  SESSION_EXPIRED: [410, "This session has expired and can't come back. Create a new one."],
  PAYLOAD_TOO_LARGE: [413, 'The body is too large. Send at most 64 KiB.'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Send the body as application/json in UTF-8, not compressed.'],
  HOST_NOT_ALLOWED: [421, 'This server does not answer for this Host. Its operator can add the name to ALLOWED_HOSTS.'],
  RATE_LIMITED: [429, 'Too many requests. Retry-After says how many seconds to wait.'],
  INTERNAL_ERROR: [500, 'The server failed. Its log says why.'],
  STORE_UNAVAILABLE: [503, "The store can't be reached. Try again; it is not known whether a change took place."],
  CAPACITY_REACHED: [503, 'The store is full. Delete some sessions, or wait until some expire.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof ERRORS;
