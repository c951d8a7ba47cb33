import { createParamDecorator, type ExecutionContext, type PipeTransform, type Type } from '@nestjs/common';
import type { Session } from '../domain/session.js';
import { kindsFor } from './guarded-kinds.js';
import { memory } from './shared-memory.js';
import { visitOf, type Visit } from './visit.js';

/**
 * Injects the session that `SessionGuard` found for the request into a parameter of a handler. It is `undefined` if
 * `@OptionalSession()` admitted a request without an active session. If a handler admits several kinds,
 * `@CurrentSession('staff')` injects a session of that kind only.
 *
 * @example
 * ‍@Get('me')
 * me(@CurrentSession() session: UserSession) {
 *   return session.userId;
 * }
 */
export const CurrentSession: (
  // Without this, the declaration names a type that Nest 11 does not have.
  ...kindOrPipes: (string | undefined | Type<PipeTransform> | PipeTransform)[]
) => ParameterDecorator = createParamDecorator((kind: string | undefined, context: ExecutionContext) =>
  currentSession(context, kind),
);

/**
 * The same session, for interceptors and for your own parameter decorators. Throws an `Error` if no `SessionGuard`
 * checked the request.
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
      ? `${handler} uses the current session, but no SessionGuard checked the request. Add @UseGuards(SessionGuard).`
      : `${handler} uses the current session of the kind ${names}, but no SessionGuard looked for it. Add @UseSessions(${names}).`,
  );
}

/** The sessions that a guard looked up, by kind. `undefined` if it found none that is active. */
export type FoundSessions = ReadonlyMap<string, Session | undefined>;

/** Stores the sessions that a guard for these kinds found, for `currentSession` to read. */
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
