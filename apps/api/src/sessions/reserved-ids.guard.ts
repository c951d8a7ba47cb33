import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { HEALTH_SEGMENT } from '../api-prefix.js';
import { ApiError } from '../errors/api-error.js';

/** `health` is no session id: an address that would take it for one has nothing. */
@Injectable()
export class ReservedIdsGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { params } = context.switchToHttp().getRequest<{ readonly params: Readonly<Record<string, string>> }>();
    if (params.sessionId !== HEALTH_SEGMENT) return true;
    throw ApiError.notFound();
  }
}
