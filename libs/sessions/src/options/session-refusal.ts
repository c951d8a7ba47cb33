/** Why `SessionGuard` refuses a request. It never holds the session id. */
export type SessionRefusal = {
  /** The kind of sessions that the refusal is about. */
  readonly kind: string;
  readonly message: string;
} & (
  | { readonly code: 'SESSION_REQUIRED'; readonly statusCode: 401; readonly error: 'Unauthorized' }
  | {
      readonly code: 'SESSION_EXPIRED';
      readonly statusCode: 410;
      readonly error: 'Gone';
      readonly reason: 'idle' | 'absolute';
      /** Epoch milliseconds, by the clock of the store. */
      readonly expiredAt: number;
    }
  | {
      readonly code: 'SESSION_ENDED';
      readonly statusCode: 401;
      readonly error: 'Unauthorized';
      /** `deleted`, `revoked`, `evicted` or `rotated`, or the reason that the application gave. */
      readonly reason: string;
      /** Epoch milliseconds, by the clock of the store. */
      readonly endedAt: number;
      /** Who ended it, if the application said so. The default body leaves it out. */
      readonly by?: string;
    }
  | { readonly code: 'SIGN_IN_REQUIRED'; readonly statusCode: 401; readonly error: 'Unauthorized' }
  | { readonly code: 'SESSION_MISMATCHED'; readonly statusCode: 401; readonly error: 'Unauthorized' }
  | {
      readonly code: 'REAUTHENTICATION_REQUIRED';
      readonly statusCode: 401;
      readonly error: 'Unauthorized';
      /** Epoch milliseconds, by the clock of the store. `undefined` if the user has not authenticated. */
      readonly authenticatedAt: number | undefined;
      /** For how long after that the request would have been admitted. */
      readonly withinMs: number;
    }
  | { readonly code: 'STORE_UNAVAILABLE'; readonly statusCode: 503; readonly error: 'Service Unavailable' }
);

/** Makes the body of a refusal. */
export type RefusalBody = (refusal: SessionRefusal) => object;
