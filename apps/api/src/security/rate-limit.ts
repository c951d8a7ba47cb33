import { rateLimit } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { ApiError } from '../errors/api-error.js';

/** One client may have a whole IPv6 network of 64 bits, so that one counts as one client. */
const CLIENT_NETWORK_BITS = 64;

/** Limits the requests of one client within a minute, those to unknown routes and to the docs included. */
export function limitRate(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    ipv6Subnet: CLIENT_NETWORK_BITS,
    standardHeaders: true,
    legacyHeaders: false,
    // Its remarks on how proxies are set up would go to the console, once for each process.
    validate: false,
    handler: (_request, _response, next) => {
      next(new ApiError('RATE_LIMITED'));
    },
  });
}
