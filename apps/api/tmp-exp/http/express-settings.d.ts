import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Server } from 'node:http';
import type { Settings } from '../settings/settings.js';
/** How long a request may take to arrive, and how often Node checks that: a slow body ends within the sum of both. */
export declare const REQUEST_LIMITS: {
    requestMs: number;
    checkMs: number;
};
export declare function limitConnections(server: Server, { KEEP_ALIVE_SECONDS }: Settings, limits?: {
    requestMs: number;
    checkMs: number;
}): void;
/** The headers of every answer: nothing is cached, since answers carry session ids, and browsers load from here only. */
export declare function setHeaders(app: NestExpressApplication): void;
//# sourceMappingURL=express-settings.d.ts.map