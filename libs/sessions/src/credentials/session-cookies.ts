import { InvalidOptionsError } from '../domain/errors.js';
import type { Session, SessionLookup } from '../domain/session.js';
import type { CookieOptions } from '../options/sessions-options.js';
import type { IncomingRequest, SessionIdExtractor } from '../options/session-id-extractor.js';
import { addCookie, type CookieResponse } from './add-cookie.js';
import { fromCookie, fromSignedCookie } from './from-cookie.js';
import { isLostOverHttp } from './lost-cookie.js';
import { clearSessionCookie, serializeSessionCookie } from './session-cookie.js';

type ActiveLookup = Extract<SessionLookup<object>, { state: 'active' }>;

const SHORTEST_AGE_MS = 1000;

/**
 * Sets, clears and reads the session cookie of a module, by its option `cookie`.
 *
 * @example
 * cookies.set(response, await sessions.create({ userId }));
 */
export class SessionCookies {
  /** Reads the id from the cookie; `undefined` if the module has no cookie. */
  readonly extractor: SessionIdExtractor | undefined;
  #hasWarned = false;

  /** Throws `InvalidOptionsError`. */
  constructor(
    private readonly options: CookieOptions | undefined,
    private readonly warn: (message: string) => void = () => undefined,
  ) {
    if (!options) return;
    const { name, secret } = options;
    this.extractor = secret === undefined ? fromCookie(name) : fromSignedCookie(name, secret);
    // Checks the attributes when the application starts.
    clearSessionCookie(name, options);
  }

  /**
   * Adds the cookie to a response. Pass a session that `create()` returned, or the result of `rotate()` or `signIn()`. With
   * `persistent`, the cookie lasts until the absolute timeout. Throws `InvalidOptionsError` if the module has no cookie.
   */
  set(response: CookieResponse, given: Session<object> | ActiveLookup): void {
    const { name, persistent, ...attributes } = this.#configured();
    const [session, asOf] = 'state' in given ? [given.session, given.asOf] : [given, given.lastActivityAt];
    const latestEnd = session.createdAt + session.timeouts.absoluteTimeoutMs;
    const maxAge = persistent ? Math.max(latestEnd - asOf, SHORTEST_AGE_MS) : undefined;
    addCookie(response, serializeSessionCookie(name, session.id, { ...attributes, maxAge }));
    if (attributes.secure !== false) this.#warnIfLost(response);
  }

  /** Removes the cookie from the browser. Throws `InvalidOptionsError` if the module has no cookie. */
  clear(response: CookieResponse): void {
    const { name, ...scope } = this.#configured();
    addCookie(response, clearSessionCookie(name, scope));
  }

  /** The ids in the cookies of a request. A browser may send several cookies with the same name. */
  read(request: IncomingRequest): readonly string[] {
    const ids = this.extractor?.(request) ?? [];
    return typeof ids === 'string' ? [ids] : ids;
  }

  /** Whether a request has the cookie, signed or not. */
  isSentBy(request: IncomingRequest): boolean {
    const sent = this.options ? fromCookie(this.options.name)(request) : undefined;
    return sent !== undefined && sent.length > 0;
  }

  #configured(): CookieOptions {
    if (this.options) return this.options;
    throw new InvalidOptionsError(
      ["cookie is not set, allowed is an object such as { name: '__Host-sid', secret }"],
      "A session cookie can't be written",
    );
  }

  /** Warns once: the browser silently drops such a cookie, and every login seems to fail. */
  #warnIfLost(response: CookieResponse): void {
    if (this.#hasWarned || !isLostOverHttp(response)) return;
    this.#hasWarned = true;
    this.warn(
      `The cookie ${String(this.options?.name)} is Secure, but a request came over plain HTTP, where browsers drop the ` +
        'cookie. Use HTTPS. If a proxy in front does, let the application trust it (trust proxy, trustProxy). For plain ' +
        "HTTP in development, use localhost or give cookie.secure: false and a name without '__Host-'.",
    );
  }
}
