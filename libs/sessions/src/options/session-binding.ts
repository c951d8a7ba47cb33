import { createHmac } from 'node:crypto';
import { keyOf, type Secret } from '../domain/secret.js';
import type { IncomingRequest } from './session-id-extractor.js';

/**
 * Reads from a request what tells one client from another, such as the fingerprint of its certificate or the family of
 * its browser. It must not change while a session lasts.
 */
export type SessionBinding = (request: IncomingRequest) => string | undefined;

/** The attribute that keeps the hash. */
export const BINDING_ATTRIBUTE = 'nest-sessions:binding';

/** Binds sessions to clients. */
export interface ResolvedBinding {
  /** The keyed hash of what the binding reads from a request. All requests in which it finds nothing have the same hash. */
  hashOf(request: IncomingRequest): string;
  readonly onMismatch: 'refuse' | 'report';
}

export function resolvedBinding(
  bind: SessionBinding,
  key: Secret,
  onMismatch: ResolvedBinding['onMismatch'],
): ResolvedBinding {
  const secret = keyOf(key);
  const hashOf = (request: IncomingRequest): string => {
    const value = bind(request);
    const message = value === undefined ? '' : `=${value}`;
    return createHmac('sha256', secret).update(message).digest('base64url');
  };
  return { hashOf, onMismatch };
}
