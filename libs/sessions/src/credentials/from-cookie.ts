import { parseCookie } from 'cookie';
import { checkedName } from './check-name.js';
import { checkedSecrets, unsigned, type CookieSecret } from './cookie-signing.js';
import type { IncomingRequest, SessionIdExtractor } from '../options/session-id-extractor.js';

/**
 * Reads the id from a cookie. No cookie parser is needed. A browser sends several cookies with the same name if they
 * were set for different paths or domains; the guard tries each of them. Throws `InvalidOptionsError` if the name is
 * not valid.
 */
export function fromCookie(name: string): SessionIdExtractor {
  const key = checkedName('cookie', name);
  return (request) => cookiesOf(request, key);
}

/**
 * Reads the id from a cookie that `serializeSessionCookie`, Express, Nest or Fastify signed. A cookie with a wrong
 * signature gives no id. To replace a secret, put the new secret first in the list and keep the old one until its
 * cookies have ended. Throws `InvalidOptionsError` if the name or a secret is not valid.
 */
export function fromSignedCookie(name: string, secret: CookieSecret): SessionIdExtractor {
  const key = checkedName('cookie', name);
  const secrets = checkedSecrets(secret);
  return (request) => cookiesOf(request, key).flatMap((value) => unsigned(value, secrets) ?? []);
}

/** The most cookies with the same name that are read. Each may need a check of its signature. */
const MOST_COOKIES = 50;

/** The values of all cookies with that name, in the order of the header. `parseCookie` gives only the first. */
function cookiesOf({ headers: { cookie } }: IncomingRequest, name: string): string[] {
  if (typeof cookie !== 'string') return [];
  const values = cookie.split(';').flatMap((pair) => parseCookie(pair)[name] ?? []);
  return values.slice(0, MOST_COOKIES);
}
