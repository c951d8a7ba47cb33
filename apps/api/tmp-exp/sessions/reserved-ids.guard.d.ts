import { type CanActivate, type ExecutionContext } from '@nestjs/common';
/** `health` is no session id: an address that would take it for one has nothing. */
export declare class ReservedIdsGuard implements CanActivate {
    canActivate(context: ExecutionContext): boolean;
}
//# sourceMappingURL=reserved-ids.guard.d.ts.map