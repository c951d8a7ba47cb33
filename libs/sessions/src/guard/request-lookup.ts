import type { SessionLookup } from '../domain/session.js';

/** What a lookup for a request found. `mismatched`: the session is bound to another client. */
export type RequestLookup = SessionLookup | { readonly state: 'mismatched' };
