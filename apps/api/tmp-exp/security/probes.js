import { HEALTH_PATH, LIVE_PATH, READY_PATH } from '../paths.js';
const PROBES = new Set([HEALTH_PATH, LIVE_PATH, READY_PATH].map((path) => `/${path}`));
/** What an orchestrator asks needs no key, has no rate limit, and goes by any name of the host. */
export function exceptProbes(handler) {
    return (request, response, next) => {
        if (PROBES.has(request.path))
            next();
        else
            handler(request, response, next);
    };
}
//# sourceMappingURL=probes.js.map