import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { answerError } from '../errors/answer-error.js';
import { ApiError } from '../errors/api-error.js';

export const MAX_BODY_BYTES = 64 * 1024;

/** How long a client that is still sending has to read its answer before the connection is cut. */
const LINGER_MS = 1000;

/**
 * Refuses a body whose length is too large before any of it is read. If such a request, or one that gives no length, is
 * answered before its body is complete, its connection ends. Otherwise Node would read the body to its end, however long it is.
 */
export function refuseLargeBodies(request: Request, response: Response, next: NextFunction): void {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  const isLarge = Number(length) > MAX_BODY_BYTES;
  if (isLarge || encoding !== undefined) {
    // After this call, Node counts the body as read, and leaves the rest of it on the connection.
    request.read(0);
    response.once('finish', () => {
      if (request.complete) request.resume();
      else endConnection(request);
    });
  }
  next(isLarge ? new ApiError('PAYLOAD_TOO_LARGE') : undefined);
}

/** Counts the bytes of a body that has no length. The body parser alone would read one that is too large to its end. */
export function limitChunkedBodies(request: Request, response: Response, next: NextFunction): void {
  if (request.headers['transfer-encoding'] !== undefined) {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES && !response.headersSent) answerError(response, new ApiError('PAYLOAD_TOO_LARGE'));
    });
  }
  next();
}

/** Refuses a body that the parser left alone because of its type. The body of a GET has no meaning. */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { method, body, headers } = context.switchToHttp().getRequest<Request<unknown, unknown, unknown>>();
    if (body !== undefined || method === 'GET' || method === 'HEAD') return true;
    const hasBody = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
    if (hasBody) throw new ApiError('UNSUPPORTED_MEDIA_TYPE');
    return true;
  }
}

/** Ends a connection in both directions. The client has time to read first: a connection that is cut loses its answer. */
function endConnection(request: Request): void {
  const { socket } = request;
  request.pause();
  request.on('resume', () => request.pause());
  socket.end();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
}
