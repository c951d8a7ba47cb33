import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Session } from '../domain/session.js';
import { memory } from './shared-memory.js';
import { visitOf, type Visit } from './visit.js';

/**
 * Injects the session that `SessionGuard` found for the request into a parameter of a handler. It is `undefined` if
 * `@OptionalSession()` admitted a request without an active session.
 *
 * @example
 * ‍@Get('me')
 * me(@CurrentSession() session: Session) {
 *   return session.userId;
 * }
 */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext) => currentSession(context));

/**
 * The same session, for interceptors and for your own parameter decorators. Throws an `Error` if no `SessionGuard`
 * checked the request.
 *
 * @example
 * const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext) => currentSession(context)?.userId);
 */
export function currentSession(context: ExecutionContext): Session | undefined {
  const [owner, part] = visitOf(context).place;
  const found = memory().found.get(owner)?.get(part);
  if (found) return found.session;
  const handler = `${context.getClass().name}.${context.getHandler().name}`;
  throw new Error(
    `${handler} uses the current session, but no SessionGuard checked the request. Add @UseGuards(SessionGuard).`,
  );
}

/** Stores the session that a guard found, for `currentSession` to read. */
export function keepSession({ place: [owner, part] }: Visit, session: Session | undefined): void {
  const { found } = memory();
  const parts = found.get(owner) ?? new WeakMap<object, { session: Session | undefined }>();
  found.set(owner, parts.set(part, { session }));
}
