import type { INestApplication } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../errors/api-error.js';

const MOST_BYTES = 64 * 1024;

interface FastifyParts {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer'; bodyLimit: number },
    parser: (request: unknown, body: Buffer, done: (error: Error | null, body?: Buffer) => void) => void,
  ): void;
}

type RequestWithBody = IncomingMessage & { body?: Buffer };

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
    return;
  }
  // Not by body-parser, which takes as long for a body that it does not decode as making the session does.
  app.use((request: RequestWithBody, _response: ServerResponse, next: (error?: ApiError) => void) => {
    if (hasBody(request)) takeBody(request, next);
    else next();
  });
}

/** As with Fastify, which leaves the body of a GET alone. */
function hasBody({ method, headers }: IncomingMessage): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = headers;
  return length !== '0' || encoding !== undefined;
}

/** A body that is too large is read to its end, so that the connection stays of use, and not kept. */
function takeBody(request: RequestWithBody, next: (error?: ApiError) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
  });
  request.once('end', () => {
    if (bytes <= MOST_BYTES) request.body = Buffer.concat(chunks);
    next(bytes <= MOST_BYTES ? undefined : ApiError.tooLarge());
  });
}

function isFastify(instance: unknown): instance is FastifyParts {
  return typeof instance === 'object' && instance !== null && 'removeAllContentTypeParsers' in instance;
}
