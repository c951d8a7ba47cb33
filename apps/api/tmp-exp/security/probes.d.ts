import type { RequestHandler } from 'express';
/** What an orchestrator asks needs no key, has no rate limit, and goes by any name of the host. */
export declare function exceptProbes(handler: RequestHandler): RequestHandler;
//# sourceMappingURL=probes.d.ts.map