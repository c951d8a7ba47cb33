import { parseCookie } from 'cookie';
import { checkedName } from './check-name.js';
import { checkedSecrets, unsigned, type CookieSecret } from './cookie-signing.js';
import type { IncomingRequest, SessionIdExtractor } from '../options/session-id-extractor.js';

/**
 * Reads the id from a cookie. No cookie parser is needed. Browsers send several cookies of one name if they were set with
 * different paths or domains: the guard tries each. Throws `InvalidOptionsError` if the name is not valid.
 */
export function fromCookie(name: string): SessionIdExtractor {
  const key = checkedName('cookie', name);
  return (request) => cookiesOf(request, key);
}

/**
 * Reads the id from a cookie that `serializeSessionCookie`, Express, Nest or Fastify signed; one with a wrong signature gives none.
 * Of several secrets any may have signed it, so that the key can be changed: the new one first, then the old ones.
 * Throws `InvalidOptionsError` if the name or a secret is not valid.
 */
export function fromSignedCookie(name: string, secret: CookieSecret): SessionIdExtractor {
  const key = checkedName('cookie', name);
  const secrets = checkedSecrets(secret);
  return (request) => cookiesOf(request, key).flatMap((value) => unsigned(value, secrets) ?? []);
}

/** How many cookies of one name are read. Each may cost a check of its signature. */
const MOST_COOKIES = 50;

/** The values of all cookies of that name, in the order of the header. `parseCookie` alone gives the first only. */
function cookiesOf({ headers: { cookie } }: IncomingRequest, name: string): string[] {
  if (typeof cookie !== 'string') return [];
  const values = cookie.split(';').flatMap((pair) => parseCookie(pair)[name] ?? []);
  return values.slice(0, MOST_COOKIES);
}
