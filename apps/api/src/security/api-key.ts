import type { RequestHandler } from 'express';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiError } from '../errors/api-error.js';
import type { ApiKey } from '../settings/variables.js';

const keys = new WeakMap<IncomingMessage, ApiKey>();

/** The key that a request was let in with. Probes need none. */
export function keyOf(request: IncomingMessage): ApiKey | undefined {
  return keys.get(request);
}

/** Lets in who sends an API key. Not a guard: it comes before the body is parsed, and holds for unknown routes, too. */
export function requireApiKey(allowed: readonly ApiKey[]): RequestHandler {
  const expected = allowed.map((key) => ({ key, digest: digest(key.secret) }));
  return (request, _response, next) => {
    const sent = digest(String(request.headers['x-api-key'] ?? ''));
    // Every key is compared, so that the time tells nothing of which one was nearly right.
    const right = expected.filter((one) => timingSafeEqual(one.digest, sent));
    const [found] = right;
    if (found) keys.set(request, found.key);
    next(found ? undefined : new ApiError('UNAUTHORIZED'));
  };
}

/** Of one length whatever the key, which the constant-time comparison needs. */
function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
