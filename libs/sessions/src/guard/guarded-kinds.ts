import { SetMetadata, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import { DEFAULT_KIND } from '../domain/kind.js';

const KINDS = 'nest-sessions:kinds';

/** Notes which kinds of sessions a class or a handler admits. */
export function AdmitKinds(kinds: readonly string[]): CustomDecorator {
  return SetMetadata(KINDS, kinds);
}

/** The kinds of sessions that a handler admits: those named on it, else on its class, else the default kind. */
export function kindsFor(context: ExecutionContext): readonly string[] {
  return kindsNamedBy(context.getHandler()) ?? kindsNamedBy(context.getClass()) ?? [DEFAULT_KIND];
}

/** The kinds that `@UseSessions()` names on a class or a method; `undefined` without it. */
export function kindsNamedBy(target: object): readonly string[] | undefined {
  const kinds: unknown = Reflect.getMetadata(KINDS, target);
  return Array.isArray(kinds) ? kinds.map(String) : undefined;
}
