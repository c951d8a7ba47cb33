import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { isSessionError } from '../domain/errors.js';
import type { SessionLookup } from '../domain/session.js';
import { keepSession } from './current-session.js';
import { IS_OPTIONAL, IS_UNTOUCHED } from './guard-decorators.js';
import { refusalFor, refusals, sayChallenge } from './refusals.js';
import { SessionRequests } from './session-requests.js';
import { visitOf, type Visit } from './visit.js';

/**
 * Admits a request that has an active session, and records its activity once per request. Works for HTTP, for gateway
 * messages and for GraphQL. Answers 401 if the request has no session, 410 if the session has expired, and 503 if the
 * store can't be reached. A gateway sends the same status in an `exception` event.
 *
 * @example
 * ‍@Controller('orders')
 * ‍@UseGuards(SessionGuard)
 * export class OrdersController {
 *   ‍@Get()
 *   mine(@CurrentSession() session: Session) {
 *     return { of: session.userId };
 *   }
 * }
 */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly requests: SessionRequests,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const visit = visitOf(context);
    const found = await this.#lookUp(visit, context);
    if (found.state === 'active') {
      keepSession(visit, found.session);
      return true;
    }
    if (!this.#is(IS_OPTIONAL, context)) throw this.#refusal(found.state, context);
    keepSession(visit, undefined);
    return true;
  }

  async #lookUp(visit: Visit, context: ExecutionContext): Promise<SessionLookup> {
    try {
      return await this.requests.lookUp(visit, !this.#is(IS_UNTOUCHED, context));
    } catch (error) {
      if (!isSessionError(error) || error.code !== 'STORE_UNAVAILABLE') throw error;
      throw refusalFor(context, refusals.unavailable(error));
    }
  }

  #refusal(state: 'expired' | 'unknown', context: ExecutionContext): Error {
    if (state === 'expired') return refusalFor(context, refusals.expired());
    sayChallenge(context, this.requests.challenge);
    return refusalFor(context, refusals.none());
  }

  /** The value of a decorator on the handler; if the handler has none, on its class. */
  #is(key: string, context: ExecutionContext): boolean {
    return (
      this.reflector.getAllAndOverride<boolean | undefined>(key, [context.getHandler(), context.getClass()]) ?? false
    );
  }
}
