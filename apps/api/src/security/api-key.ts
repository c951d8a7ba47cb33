import type { RequestHandler } from 'express';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiError } from '../errors/api-error.js';
import type { ApiKey } from '../settings/variables.js';

const keys = new WeakMap<IncomingMessage, ApiKey>();

/** The key of a request. Probes need none. */
export function keyOf(request: IncomingMessage): ApiKey | undefined {
  return keys.get(request);
}

/**
 * Admits requests with an API key. It is no guard, because it must run before the body is parsed, and for unknown routes
 * too.
 */
export function requireApiKey(allowed: readonly ApiKey[]): RequestHandler {
  const expected = allowed.map((key) => ({ key, digest: digest(key.secret) }));
  return (request, _response, next) => {
    const sent = digest(String(request.headers['x-api-key'] ?? ''));
    // Compares every key, so that the time does not show which one was nearly right.
    const right = expected.filter((one) => timingSafeEqual(one.digest, sent));
    const [found] = right;
    if (found) keys.set(request, found.key);
    next(found ? undefined : new ApiError('UNAUTHORIZED'));
  };
}

/** The hash of a key. All hashes have the same length, as the constant-time comparison requires. */
function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
