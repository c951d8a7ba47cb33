import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const IS_OPTIONAL = 'nest-sessions:optional';
export const IS_UNTOUCHED = 'nest-sessions:no-touch';

/**
 * Lets `SessionGuard` admit requests to a handler or a class that name no session, or one that has ended:
 * `@CurrentSession()` then gives `undefined`. A handler answers otherwise than its class by `@OptionalSession(false)`.
 */
export function OptionalSession(optional = true): CustomDecorator {
  return SetMetadata(IS_OPTIONAL, optional);
}

/**
 * Has `SessionGuard` read the session without recording activity, so that requests that no user made, such as polling,
 * do not keep it alive. A handler answers otherwise than its class by `@SkipTouch(false)`.
 */
export function SkipTouch(untouched = true): CustomDecorator {
  return SetMetadata(IS_UNTOUCHED, untouched);
}
