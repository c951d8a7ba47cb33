import { type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost, type AbstractHttpAdapter } from '@nestjs/core';
import type { Server } from 'node:http';
/** How long the server goes on to listen after SIGTERM, so that whoever sends requests sees its readiness fall. */
export declare const DRAIN_MS = 1000;
/** How long after SIGTERM the last connection is cut, whatever it waits for. */
export declare const LAST_MS = 10000;
/**
 * Keeps open connections from holding up the shutdown: once it has begun, each ends with the request that it serves, and
 * those that serve none for the time of the drain are closed. After the drain, so are those that send no byte of an
 * unfinished request for as long again; at the deadline, all. Node by itself waits for them without end.
 */
export declare class OpenConnections implements OnApplicationBootstrap, OnModuleDestroy {
    #private;
    private readonly host;
    constructor(host: HttpAdapterHost<AbstractHttpAdapter<Server>>);
    onApplicationBootstrap(): void;
    onModuleDestroy(): void;
}
//# sourceMappingURL=open-connections.d.ts.map