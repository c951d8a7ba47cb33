import { type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Settings } from '../settings/settings.js';
/** Lets in who sends the API key, if the server has one. Probes need none. */
export declare class ApiKeyGuard implements CanActivate {
    #private;
    private readonly reflector;
    constructor({ apiKey }: Settings, reflector: Reflector);
    canActivate(context: ExecutionContext): boolean;
}
//# sourceMappingURL=api-key.guard.d.ts.map