import { applyDecorators, UseGuards } from '@nestjs/common';
import { DEFAULT_KIND } from '../domain/kind.js';
import { AdmitKinds } from './guarded-kinds.js';
import { SessionGuard } from './session.guard.js';

/**
 * Guards a class or a handler with `SessionGuard` and names the kinds of sessions that it admits: the names of
 * modules, or none for the module without a name. Kinds named on a handler replace those of its class.
 *
 * @example
 * ‍@Get('order')
 * ‍@UseSessions('default', 'staff')
 * order(@CurrentSession('staff') staff: Session | undefined) {
 *   return staff ? 'all of it' : 'what its customer may see';
 * }
 */
export function UseSessions(...kinds: string[]): ClassDecorator & MethodDecorator {
  return applyDecorators(AdmitKinds(kinds.length > 0 ? kinds : [DEFAULT_KIND]), UseGuards(SessionGuard));
}
