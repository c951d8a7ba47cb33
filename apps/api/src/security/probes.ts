import type { RequestHandler } from 'express';
import { HEALTH_PATH, LIVE_PATH, READY_PATH } from '../paths.js';

const PROBES: ReadonlySet<string> = new Set([HEALTH_PATH, LIVE_PATH, READY_PATH].map((path) => `/${path}`));

/** Runs the handler for all requests except probes, which need no key, have no rate limit, and may use any name of the host. */
export function exceptProbes(handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (PROBES.has(request.path)) next();
    else handler(request, response, next);
  };
}
