import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const IS_OPTIONAL = 'nest-sessions:optional';
export const IS_UNTOUCHED = 'nest-sessions:no-touch';
export const ADMITS_GUESTS = 'nest-sessions:guests';
/** Its value is how many milliseconds ago the user may have authenticated at most. */
export const IS_RECENT = 'nest-sessions:recent-authentication';

/**
 * Makes `SessionGuard` admit requests to a handler or class even if they have no session or their session has ended.
 * `@CurrentSession()` then gives `undefined`. Guests are admitted, too. `@OptionalSession(false)` on a handler overrides
 * its class.
 */
export function OptionalSession(optional = true): CustomDecorator {
  return SetMetadata(IS_OPTIONAL, optional);
}

/**
 * Makes `SessionGuard` admit requests with the session of a guest, which has no user. `@AllowGuests(false)` on a handler
 * overrides its class.
 */
export function AllowGuests(allowed = true): CustomDecorator {
  return SetMetadata(ADMITS_GUESTS, allowed);
}

/**
 * Makes `SessionGuard` read the session without recording activity. Use it for requests that no user made, such as
 * polling: they then do not keep the session alive. `@SkipTouch(false)` on a handler overrides its class.
 */
export function SkipTouch(untouched = true): CustomDecorator {
  return SetMetadata(IS_UNTOUCHED, untouched);
}
