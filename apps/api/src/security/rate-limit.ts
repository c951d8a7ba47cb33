import { rateLimit } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { ApiError } from '../errors/api-error.js';

/** Limits the requests of one client within a minute, those to unknown routes and to the docs included. */
export function limitRate(limit: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    // One client may have a whole IPv6 network of 64 bits.
    ipv6Subnet: 64,
    standardHeaders: true,
    legacyHeaders: false,
    // Its checks of the proxy settings would write to the console, once for each process.
    validate: false,
    handler: (_request, _response, next) => next(new ApiError('RATE_LIMITED')),
  });
}
