import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Session } from '../domain/session.js';
import { memory } from './shared-memory.js';
import { visitOf, type Visit } from './visit.js';

/**
 * Gives a handler the session of its request, as `SessionGuard` found it; `undefined` where `@OptionalSession()` lets in
 * requests without one.
 *
 * @example
 * ‍@Get('me')
 * me(@CurrentSession() session: Session) {
 *   return session.userId;
 * }
 */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext) => currentSession(context));

/**
 * The same for interceptors and for parameter decorators of your own. Throws an `Error` where no `SessionGuard` was.
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
    `${handler} asks for the current session, but no SessionGuard was there. Add @UseGuards(SessionGuard).`,
  );
}

/** Keeps what a guard found for `currentSession`. */
export function keepSession({ place: [owner, part] }: Visit, session: Session | undefined): void {
  const { found } = memory();
  const parts = found.get(owner) ?? new WeakMap<object, { session: Session | undefined }>();
  found.set(owner, parts.set(part, { session }));
}
