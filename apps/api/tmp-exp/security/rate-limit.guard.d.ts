import { type CanActivate, type ExecutionContext } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { type Settings } from '../settings/settings.js';
/** Limits how many requests a minute one client address may make, if the server has a limit. Probes have none. */
export declare class RateLimitGuard implements CanActivate {
    #private;
    private readonly reflector;
    private readonly host;
    constructor({ rateLimitPerMinute }: Settings, reflector: Reflector, host: HttpAdapterHost);
    canActivate(context: ExecutionContext): boolean;
}
//# sourceMappingURL=rate-limit.guard.d.ts.map