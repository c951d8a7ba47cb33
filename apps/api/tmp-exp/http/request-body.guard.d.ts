import { type CanActivate, type ExecutionContext } from '@nestjs/common';
/**
 * Lets in bodies that are JSON, and reads them. The adapters hand out bodies as they came (see `acceptRawBodies`), so that
 * Express and Fastify refuse the same bodies in the same words. A guard, since an interceptor would wrap every request in
 * observables.
 */
export declare class RequestBodyGuard implements CanActivate {
    canActivate(context: ExecutionContext): boolean;
}
//# sourceMappingURL=request-body.guard.d.ts.map