import type { INestApplication } from '@nestjs/common';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** The headers of every answer: nothing is cached, since answers carry session ids, and browsers load from here only. */
export function setHeaders(app: INestApplication<Server>): void {
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
    // Whether the server is reached by HTTPS is up to the proxy before it.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
  app.getHttpServer().prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('Cache-Control', 'no-store');
  });
  const instance: unknown = app.getHttpAdapter().getInstance();
  if (isExpress(instance)) instance.set('etag', false);
}

function isExpress(instance: unknown): instance is { set(setting: 'etag', value: false): void } {
  return typeof instance === 'function' && 'set' in instance;
}
