import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Session } from '../domain/session.js';
import { kindsFor } from './guarded-kinds.js';
import { memory } from './shared-memory.js';
import { visitOf, type Visit } from './visit.js';

/**
 * Gives a handler the session of its request, as `SessionGuard` found it; `undefined` where `@OptionalSession()` lets in
 * requests without one. Where a handler admits several kinds, a name gives the session of that kind only.
 *
 * @example
 * ‍@Get('me')
 * me(@CurrentSession() session: Session) {
 *   return session.userId;
 * }
 */
export const CurrentSession = createParamDecorator((kind: string | undefined, context: ExecutionContext) =>
  currentSession(context, kind),
);

/**
 * The same for interceptors and for parameter decorators of your own. Throws an `Error` where no `SessionGuard` was.
 *
 * @example
 * const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext) => currentSession(context)?.userId);
 */
export function currentSession(context: ExecutionContext, kind?: string): Session | undefined {
  const [owner, part] = visitOf(context).place;
  const found = memory().found.get(owner)?.get(part);
  const kinds = kind === undefined ? kindsFor(context) : [kind];
  if (kinds.some((one) => found?.has(one))) return kinds.map((one) => found?.get(one)).find(Boolean);
  const handler = `${context.getClass().name}.${context.getHandler().name}`;
  const names = kinds.map((one) => `'${one}'`).join(', ');
  throw new Error(
    kind === undefined && !found
      ? `${handler} asks for the current session, but no SessionGuard was there. Add @UseGuards(SessionGuard).`
      : `${handler} asks for the current session of the kind ${names}, which no SessionGuard looked for. Add @UseSessions(${names}).`,
  );
}

/** The sessions that a guard found, by kind; `undefined` where it looked and found none. */
export type FoundSessions = ReadonlyMap<string, Session | undefined>;

/** Keeps for `currentSession` what a guard found that admits those kinds. */
export function keepSessions({ occasion, place }: Visit, kinds: readonly string[], found: FoundSessions): void {
  const [owner, part] = place;
  const places = memory().found;
  const parts = places.get(owner) ?? new WeakMap<object, Map<string, Session | undefined>>();
  // Fields of one GraphQL request may admit different kinds. Messages on one connection share nothing.
  const kept = (occasion === owner ? parts.get(part) : undefined) ?? new Map<string, Session | undefined>();
  for (const kind of kinds) {
    if (found.has(kind) || !kept.has(kind)) kept.set(kind, found.get(kind));
  }
  places.set(owner, parts.set(part, kept));
}
