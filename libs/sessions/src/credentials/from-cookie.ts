import { parseCookie } from 'cookie';
import { checkedName } from './check-name.js';
import { checkedSecrets, unsigned, type CookieSecret } from './cookie-signing.js';
import type { IncomingRequest, SessionIdExtractor } from '../options/session-id-extractor.js';

/** Reads the id from a cookie. No cookie parser is needed. Throws `InvalidOptionsError` for what is no name. */
export function fromCookie(name: string): SessionIdExtractor {
  const key = checkedName('cookie', name);
  return (request) => cookieOf(request, key);
}

/**
 * Reads the id from a cookie that `serializeSessionCookie`, Express, Nest or Fastify signed; one with a wrong signature gives none.
 * Of several secrets any may have signed it, so that the key can be changed: the new one first, then the old ones.
 * Throws `InvalidOptionsError` for what is no name or no secret.
 */
export function fromSignedCookie(name: string, secret: CookieSecret): SessionIdExtractor {
  const key = checkedName('cookie', name);
  const secrets = checkedSecrets(secret);
  return (request) => {
    const value = cookieOf(request, key);
    return value === undefined ? undefined : unsigned(value, secrets);
  };
}

function cookieOf({ headers: { cookie } }: IncomingRequest, name: string): string | undefined {
  return typeof cookie === 'string' ? parseCookie(cookie)[name] : undefined;
}
