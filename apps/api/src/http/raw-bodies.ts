import type { INestApplication } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 64 * 1024;

interface ExpressParts {
  useBodyParser(parser: 'raw', options: object): unknown;
}

interface FastifyParts {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer'; bodyLimit: number },
    parser: (request: unknown, body: Buffer, done: (error: Error | null, body?: Buffer) => void) => void,
  ): void;
}

/**
 * Makes the adapter hand out the bodies of requests as they came, whatever their type, and refuse those that are too
 * large. `RequestBodyGuard` reads them.
 */
export function acceptRawBodies(app: INestApplication): void {
  const fastify: unknown = app.getHttpAdapter().getInstance();
  if (isFastify(fastify)) {
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BYTES }, (_request, body, done) => {
      done(null, body);
    });
  } else if (isExpress(app)) {
    app.useBodyParser('raw', { type: mayHaveBody, limit: MOST_BYTES, inflate: false });
  }
}

/** As Fastify does, which leaves the body of a GET alone. */
function mayHaveBody({ method }: IncomingMessage): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

function isFastify(instance: unknown): instance is FastifyParts {
  return typeof instance === 'object' && instance !== null && 'removeAllContentTypeParsers' in instance;
}

function isExpress(app: object): app is ExpressParts {
  return 'useBodyParser' in app;
}
