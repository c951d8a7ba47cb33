import { type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost, type AbstractHttpAdapter } from '@nestjs/core';
import type { Server } from 'node:http';
import { type Settings } from '../settings/settings.js';
/**
 * Ends connections without a reset: from SIGTERM on, every answer says `Connection: close`, also those that were under way
 * by then. After the drain Node closes idle connections by itself; those that never sent a request are closed here, and
 * so are, at the end, all that are left.
 */
export declare class GracefulShutdown implements OnApplicationBootstrap, OnModuleDestroy {
    #private;
    private readonly host;
    private readonly settings;
    constructor(host: HttpAdapterHost<AbstractHttpAdapter<Server>>, settings: Settings);
    onApplicationBootstrap(): void;
    onModuleDestroy(): void;
}
//# sourceMappingURL=graceful-shutdown.d.ts.map