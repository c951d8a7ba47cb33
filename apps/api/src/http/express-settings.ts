import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import type { Server } from 'node:http';
import type { Settings } from '../settings/settings.js';

/** How long a request may take to come whole. Node looks every 5 s, so that a slow body ends within 25 s. */
const REQUEST_MS = 20_000;
const LOOK_EVERY_MS = 5000;

export function limitConnections(server: Server, { KEEP_ALIVE_SECONDS }: Settings): void {
  server.keepAliveTimeout = KEEP_ALIVE_SECONDS * 1000;
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = REQUEST_MS;
  // An option of `createServer`, which Nest calls; Node reads it when the server begins to listen.
  Object.assign(server, { connectionsCheckingInterval: LOOK_EVERY_MS });
}

/** The headers of every answer: nothing is cached, since answers carry session ids, and browsers load from here only. */
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
        // Swagger UI styles its elements one by one.
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
