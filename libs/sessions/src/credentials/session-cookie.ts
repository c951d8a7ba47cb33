import { stringifySetCookie } from 'cookie';
import { durationMs, type Duration } from '../domain/duration.js';
import { InvalidOptionsError } from '../domain/errors.js';
import { checkedName } from './checked-name.js';
import { checkedSecrets, signed, type CookieSecret } from './cookie-signing.js';

/** Where a browser sends the cookie. The same must be said again to take it back. */
export interface SessionCookieScope {
  /** Default `'/'`. */
  readonly path?: string | undefined;
  /** Default: the host that sets the cookie, and no other. */
  readonly domain?: string | undefined;
  /** Whether it is sent over HTTPS (and to localhost) only. Default `true`. */
  readonly secure?: boolean | undefined;
  /** Default `'lax'`. */
  readonly sameSite?: 'strict' | 'lax' | 'none' | undefined;
}

export interface SessionCookieOptions extends SessionCookieScope {
  /** Signs the id, for `fromSignedCookie`; of several the first. Default: not signed. */
  readonly secret?: CookieSecret | undefined;
  /** How long the browser keeps it, at least a second, such as `'12h'`. Default: until it is closed. */
  readonly maxAge?: Duration | undefined;
}

/**
 * The value of a `Set-Cookie` header that gives a session to a browser, out of the reach of scripts (`HttpOnly`).
 * A name that begins with `__Host-` keeps other hosts of the domain from setting the cookie, and holds the options to what
 * browsers ask for it. Throws `InvalidOptionsError`.
 *
 * @example
 * response.header('set-cookie', serializeSessionCookie('__Host-sid', session.id, { secret, maxAge: '12h' }));
 */
export function serializeSessionCookie(name: string, id: string, options: SessionCookieOptions = {}): string {
  const { secret, maxAge } = options;
  const value = secret === undefined ? id : signed(id, checkedSecrets(secret));
  return written(name, value, options, maxAge === undefined ? undefined : secondsOf(maxAge));
}

/** The value of a `Set-Cookie` header that takes the cookie back, such as at the end of a session. */
export function clearSessionCookie(name: string, scope: SessionCookieScope = {}): string {
  return written(name, '', scope, 0);
}

function written(name: string, value: string, scope: SessionCookieScope, maxAge: number | undefined): string {
  const { path = '/', domain, secure = true, sameSite = 'lax' } = scope;
  checkScope(checkedName('cookie', name), { path, domain, secure, sameSite });
  return stringifySetCookie({
    name,
    value,
    httpOnly: true,
    secure,
    sameSite,
    path,
    ...(domain !== undefined && { domain }),
    ...(maxAge !== undefined && { maxAge }),
  });
}

const FAILURE = "A session cookie can't be written";
const PATH = /^\/[ -:=-~]*$/;
const DOMAIN = /^[a-z0-9.-]+$/i;
const SAME_SITES: readonly string[] = ['strict', 'lax', 'none'];

interface Scope {
  readonly path: string;
  readonly domain: string | undefined;
  readonly secure: boolean;
  readonly sameSite: string;
}

/** Browsers drop a cookie that breaks these rules, without a word, or take it for another. */
function checkScope(name: string, { path, domain, secure, sameSite }: Scope): void {
  const prefix = /^__(host|secure)-/i.exec(name)?.[1]?.toLowerCase();
  const problems: string[] = [];
  if (!PATH.test(path)) problems.push(`path is '${path}', allowed is ASCII that begins with / and has no ; or <`);
  if (domain !== undefined && !DOMAIN.test(domain)) {
    problems.push(`domain is '${domain}', allowed is the name of a host, such as 'example.com'`);
  }
  if (!SAME_SITES.includes(sameSite)) problems.push(`sameSite is '${sameSite}', allowed is ${SAME_SITES.join(', ')}`);
  if (!secure && prefix !== undefined) problems.push(`secure is false, allowed is true for a cookie named ${name}`);
  if (!secure && sameSite === 'none') problems.push(`secure is false, allowed is true with sameSite 'none'`);
  if (prefix === 'host' && (path !== '/' || domain !== undefined)) {
    problems.push(`path or domain is set, allowed is neither for a cookie named ${name}`);
  }
  if (problems.length > 0) throw new InvalidOptionsError(problems, FAILURE);
}

function secondsOf(maxAge: Duration): number {
  const seconds = Math.floor((durationMs(maxAge) ?? NaN) / 1000);
  if (Number.isSafeInteger(seconds) && seconds > 0) return seconds;
  const problem = `maxAge is ${String(maxAge)}, allowed is at least a second, as ms or a text such as '12h'`;
  throw new InvalidOptionsError([problem], FAILURE);
}
