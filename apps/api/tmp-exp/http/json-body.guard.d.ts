import { type CanActivate, type ExecutionContext } from '@nestjs/common';
/** Refuses a body that the JSON parser left alone because of its type. The body of a GET has no meaning. */
export declare class JsonBodyGuard implements CanActivate {
    canActivate(context: ExecutionContext): boolean;
}
//# sourceMappingURL=json-body.guard.d.ts.map