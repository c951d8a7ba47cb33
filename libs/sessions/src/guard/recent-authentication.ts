import { applyDecorators, SetMetadata, UseGuards } from '@nestjs/common';
import { durationMs, type Duration } from '../domain/duration.js';
import { InvalidOptionsError } from '../domain/errors.js';
import { quoted } from '../options/option-checker.js';
import { SessionGuard } from './session.guard.js';
import { IS_RECENT } from './guard-decorators.js';

/**
 * Guards a class or a handler with `SessionGuard` and admits a session only for a time after its user has authenticated:
 * see `Session.authenticatedAt`. A later request is refused with the code `REAUTHENTICATION_REQUIRED`. Once the user has proved
 * again who they are, call `sessions.authenticated(id)`. Throws `InvalidOptionsError`.
 *
 * @example
 * ‍@Get('codes')
 * ‍@RequireRecentAuthentication('5m')
 * recoveryCodes(@CurrentSession() session: Session) {
 *   return { of: session.userId };
 * }
 */
export function RequireRecentAuthentication(within: Duration): ClassDecorator & MethodDecorator {
  const withinMs = durationMs(within);
  if (withinMs === undefined || withinMs <= 0) {
    const problem = `within is ${quoted(within)}, allowed is a duration above 0, such as '5m'`;
    throw new InvalidOptionsError([problem], '@RequireRecentAuthentication() does not work');
  }
  return applyDecorators(SetMetadata(IS_RECENT, withinMs), UseGuards(SessionGuard));
}
