import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import type { Server } from 'node:http';
import type { Settings } from '../settings/settings.js';

/** How long a request may take to arrive, and how often Node checks that. A slow request is ended within the sum of both. */
export const REQUEST_LIMITS = { requestMs: 20_000, checkMs: 5000 };

export function limitConnections(server: Server, { KEEP_ALIVE_SECONDS }: Settings, limits = REQUEST_LIMITS): void {
  server.keepAliveTimeout = KEEP_ALIVE_SECONDS * 1000;
  server.requestTimeout = limits.requestMs;
  server.headersTimeout = limits.requestMs;
  // An option of `createServer`, which Nest calls; Node reads it when the server begins to listen.
  Object.assign(server, { connectionsCheckingInterval: limits.checkMs });
}

/**
 * The headers of every answer. Nothing is cached, since answers contain session ids. Browsers load files from this server
 * only.
 */
export function setHeaders(app: NestExpressApplication): void {
  app.set('etag', false);
  app.useSecurityHeaders({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: "'self'",
        baseUri: "'none'",
        formAction: "'none'",
        frameAncestors: "'none'",
        objectSrc: "'none'",
        imgSrc: ["'self'", 'data:'],
        // Swagger UI has style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
      },
    },
    // Whether clients reach the server by HTTPS is up to the proxy before it.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
  app.use((_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
}

/** Answers OPTIONS. It allows no other origin: CORS_ORIGINS does that. */
export function answerOptions({ method }: Request, response: Response, next: NextFunction): void {
  if (method === 'OPTIONS') response.status(204).end();
  else next();
}
