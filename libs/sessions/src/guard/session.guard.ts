import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import { isSessionError } from '../domain/errors.js';
import type { Session } from '../domain/session.js';
import type { SessionRefusal } from '../options/session-refusal.js';
import { kindToken } from '../kinds/kind.js';
import { keepSessions } from './current-session.js';
import { ADMITS_GUESTS, IS_OPTIONAL, IS_RECENT, IS_UNTOUCHED } from './guard-decorators.js';
import { kindsFor } from './guarded-kinds.js';
import { errorFor, recentChallenge, refusalOf, refusals, responseOf, sayChallenge } from './refusals.js';
import type { RequestLookup } from './request-lookup.js';
import { SessionRequests } from './session-requests.js';
import { visitOf, type Visit } from './visit.js';

/**
 * Admits a request that has an active session of a user, and records its activity once per request. Works for HTTP, for
 * gateway messages and for GraphQL. Answers 401 if the request has no session, its session was ended, or it is that of a
 * guest, 410 if the session has expired, and 503 if the store can't be reached. A gateway sends the same status in an `exception` event.
 *
 * @example
 * ‍@Controller('orders')
 * ‍@UseGuards(SessionGuard)
 * export class OrdersController {
 *   ‍@Get()
 *   mine(@CurrentSession() session: UserSession) {
 *     return { of: session.userId };
 *   }
 * }
 */
@Injectable()
export class SessionGuard implements CanActivate {
  readonly #requests = new Map<string, SessionRequests>();

  constructor(
    private readonly modules: ModuleRef,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const visit = visitOf(context);
    const kinds = kindsFor(context);
    const found = await this.#lookUp(visit, kinds, context);
    const isActive = [...found.values()].some(({ state }) => state === 'active');
    const isOptional = this.#is(IS_OPTIONAL, context);
    if (!isActive && !isOptional) throw this.#refuse(found, kinds, visit, context);
    if (!isOptional && !this.#is(ADMITS_GUESTS, context)) this.#assertUser(found, context);
    this.#assertRecent(found, context);
    keepSessions(visit, kinds, sessionsIn(found));
    return true;
  }

  /** Throws the refusal if the session is that of a guest. */
  #assertUser(found: ReadonlyMap<string, RequestLookup>, context: ExecutionContext): void {
    for (const [kind, lookup] of found) {
      if (lookup.state !== 'active' || lookup.session.userId !== undefined) continue;
      sayChallenge(context, this.#requestsOf(kind).challenges);
      throw this.#error(context, refusals.guest(kind));
    }
  }

  /** Throws the refusal if the handler needs a recent authentication and that of the session is too long ago. */
  #assertRecent(found: ReadonlyMap<string, RequestLookup>, context: ExecutionContext): void {
    const withinMs = this.#valueOf(IS_RECENT, context);
    if (typeof withinMs !== 'number') return;
    for (const [kind, lookup] of found) {
      if (lookup.state !== 'active') continue;
      const { authenticatedAt } = lookup.session;
      if (authenticatedAt !== undefined && lookup.asOf < authenticatedAt + withinMs) continue;
      const { challenges } = this.#requestsOf(kind);
      sayChallenge(
        context,
        challenges.map((challenge) => recentChallenge(challenge, withinMs)),
      );
      throw this.#error(context, refusals.notRecent(kind, authenticatedAt, withinMs));
    }
  }

  /** Looks up one kind after the other until a session is active. If a store can't be reached, other kinds may still admit. */
  async #lookUp(
    visit: Visit,
    kinds: readonly string[],
    context: ExecutionContext,
  ): Promise<Map<string, RequestLookup>> {
    const touch = !this.#is(IS_UNTOUCHED, context);
    const found = new Map<string, RequestLookup>();
    let unavailable: { kind: string; cause: unknown } | undefined;
    for (const kind of kinds) {
      try {
        const lookup = await this.#requestsOf(kind).lookUp(visit, touch);
        found.set(kind, lookup);
        if (lookup.state === 'active') return found;
      } catch (error) {
        if (!isSessionError(error) || error.code !== 'STORE_UNAVAILABLE') throw error;
        unavailable ??= { kind, cause: error };
      }
    }
    if (unavailable) throw this.#error(context, refusals.unavailable(unavailable.kind), unavailable.cause);
    return found;
  }

  #refuse(
    found: ReadonlyMap<string, RequestLookup>,
    kinds: readonly string[],
    visit: Visit,
    context: ExecutionContext,
  ): Error {
    for (const kind of kinds) if (!isReplaced(found.get(kind))) this.#takeCookieBack(kind, visit, context);
    const refusal = refusalOf(found, kinds);
    if (refusal.statusCode === 401) {
      const challenges = kinds.flatMap((kind) => this.#requestsOf(kind).challenges);
      sayChallenge(context, [...new Set(challenges)]);
    }
    return this.#error(context, refusal);
  }

  #error(context: ExecutionContext, refusal: SessionRefusal, cause?: unknown): Error {
    return errorFor(context, refusal, this.#requestsOf(refusal.kind).refusalBody, cause);
  }

  /** Removes a cookie from the browser that names no active session. */
  #takeCookieBack(kind: string, { request }: Visit, context: ExecutionContext): void {
    const { cookies } = this.#requestsOf(kind);
    const response = responseOf(context);
    if (request && response && cookies.isSentBy(request)) cookies.clear(response);
  }

  /** Searches the whole application, because the module of a guarded controller may import no sessions. */
  #requestsOf(kind: string): SessionRequests {
    const known = this.#requests.get(kind);
    if (known) return known;
    const requests = this.modules.get<SessionRequests>(kindToken(kind, SessionRequests), { strict: false });
    this.#requests.set(kind, requests);
    return requests;
  }

  /** The value of a decorator on the handler; if the handler has none, on its class. */
  #is(key: string, context: ExecutionContext): boolean {
    return this.#valueOf(key, context) === true;
  }

  #valueOf(key: string, context: ExecutionContext): unknown {
    return this.reflector.getAllAndOverride<unknown>(key, [context.getHandler(), context.getClass()]);
  }
}

/** Whether a rotation or a sign-in has replaced the id. The browser may have received the new one meanwhile. */
function isReplaced(lookup: RequestLookup | undefined): boolean {
  return lookup?.state === 'ended' && (lookup.reason === 'rotated' || lookup.reason === 'signed-in');
}

function sessionsIn(found: ReadonlyMap<string, RequestLookup>): Map<string, Session | undefined> {
  const sessions = new Map<string, Session | undefined>();
  for (const [kind, lookup] of found) sessions.set(kind, lookup.state === 'active' ? lookup.session : undefined);
  return sessions;
}
