import type { RequestHandler } from 'express';
/** Limits the requests of one client within a minute, those to unknown routes and to the docs included. */
export declare function limitRate(limit: number): RequestHandler;
//# sourceMappingURL=rate-limit.d.ts.map