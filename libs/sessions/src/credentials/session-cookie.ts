import { stringifySetCookie } from 'cookie';
import type { Duration } from '../domain/duration.js';
import { OptionChecker } from '../options/option-checker.js';
import { checkName } from './check-name.js';
import { checkedSecrets, signed, type CookieSecret } from './cookie-signing.js';

/** Where a browser sends the cookie. To clear the cookie, give the same scope again. */
export interface SessionCookieScope {
  /** Default `'/'`. */
  readonly path?: string | undefined;
  /** Default: only the host that sets the cookie. */
  readonly domain?: string | undefined;
  /** Whether the browser sends the cookie only over HTTPS (and to localhost). Default `true`. */
  readonly secure?: boolean | undefined;
  /** Default `'lax'`. */
  readonly sameSite?: 'strict' | 'lax' | 'none' | undefined;
  /** Whether the browser keeps the cookie apart for each site that embeds the application. Default `false`. */
  readonly partitioned?: boolean | undefined;
}

export interface SessionCookieOptions extends SessionCookieScope {
  /** Signs the id, for `fromSignedCookie`. With several secrets, the first one signs. Default: the id is not signed. */
  readonly secret?: CookieSecret | undefined;
  /**
   * How long the browser keeps the cookie, such as `'12h'`; at least a second. Default: until the browser is closed.
   */
  readonly maxAge?: Duration | undefined;
}

/**
 * The value of a `Set-Cookie` header that sends a session id to a browser. Scripts can't read the cookie (`HttpOnly`).
 * If its name begins with `__Host-`, no other host of the domain can set it. Browsers then require certain options, and
 * this function checks them. Throws `InvalidOptionsError`.
 *
 * @example
 * addCookie(response, serializeSessionCookie('__Host-sid', session.id, { secret, maxAge: '12h' }));
 */
export function serializeSessionCookie(name: string, id: string, options: SessionCookieOptions = {}): string {
  const { secret, maxAge } = options;
  const value = secret === undefined ? id : signed(id, checkedSecrets(secret));
  return serialize(name, value, options, maxAge);
}

/** The value of a `Set-Cookie` header that removes the cookie, for example when its session ends. */
export function clearSessionCookie(name: string, scope: SessionCookieScope = {}): string {
  return serialize(name, '', scope, 'now');
}

function serialize(
  name: string,
  value: string,
  scope: SessionCookieScope,
  maxAge: Duration | 'now' | undefined,
): string {
  const { path = '/', domain, secure = true, sameSite = 'lax', partitioned = false } = scope;
  const check = new OptionChecker("A session cookie can't be written");
  checkName(check, name);
  checkScope(check, name, { path, domain, secure, sameSite, partitioned });
  const ageMs = maxAge === undefined || maxAge === 'now' ? 0 : check.duration('maxAge', maxAge, { min: 1000 });
  check.done();
  return stringifySetCookie({
    name,
    value,
    httpOnly: true,
    secure,
    sameSite,
    path,
    ...(partitioned && { partitioned }),
    ...(domain !== undefined && { domain }),
    ...(maxAge !== undefined && { maxAge: Math.floor(ageMs / 1000) }),
  });
}

const PATH = /^\/[ -:=-~]*$/;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i;
const SAME_SITES: readonly string[] = ['strict', 'lax', 'none'];

interface Scope {
  readonly path: string;
  readonly domain: string | undefined;
  readonly secure: boolean;
  readonly sameSite: string;
  readonly partitioned: boolean;
}

/** Checks the rules of RFC 6265bis, section 5. A browser silently drops or misreads a cookie that breaks them. */
function checkScope(check: OptionChecker, name: string, scope: Scope): void {
  const { path, domain, secure, sameSite, partitioned } = scope;
  const prefix = /^__(host|secure)-/i.exec(name)?.[1]?.toLowerCase();
  check.string('path', path, PATH, 'ASCII that begins with / and has no ; or <');
  if (domain !== undefined) check.string('domain', domain, DOMAIN, "the name of a host, such as 'example.com'");
  check.oneOf('sameSite', sameSite, SAME_SITES);
  if (prefix !== undefined) check.value('secure', secure, secure, `true for a cookie named ${name}`);
  check.boolean('partitioned', partitioned);
  if (partitioned) check.value('secure', secure, secure, 'true with partitioned');
  if (sameSite === 'none') check.value('secure', secure, secure, "true with sameSite 'none'");
  if (prefix === 'host' && (path !== '/' || domain !== undefined)) {
    check.refuse(`path or domain is set, but a cookie named ${name} must have neither`);
  }
}
