import type { NextFunction, Request, Response } from 'express';
import { ApiError } from '../errors/api-error.js';
import { errorResponse } from '../errors/error-response.dto.js';

export const MAX_BODY_BYTES = 64 * 1024;

/** How long a client has to read its answer before the connection that it still sends on is cut. */
const LINGER_MS = 1000;

/**
 * Refuses a body whose length is too large before any of it is read. When a request is answered before its body has come
 * whole, its connection ends: Node would read on to the end of the body, however long that is.
 */
export function refuseLargeBodies(request: Request, response: Response, next: NextFunction): void {
  if (!hasBody(request)) {
    next();
    return;
  }
  // From here on Node counts the body as taken, and does not read it away by itself.
  request.read(0);
  response.once('finish', () => {
    if (request.complete) request.resume();
    else endConnection(request);
  });
  next(Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES ? new ApiError('PAYLOAD_TOO_LARGE') : undefined);
}

/** Counts a body that comes without a length. The body parser by itself would read to the end what is too large. */
export function limitChunkedBodies(request: Request, response: Response, next: NextFunction): void {
  if (request.headers['transfer-encoding'] !== undefined) {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES || response.headersSent) return;
      const error = new ApiError('PAYLOAD_TOO_LARGE');
      response.status(error.status).json(errorResponse(error, new Date().toISOString()));
    });
  }
  next();
}

/** Whether a request says that it has a body, be it one of no bytes. */
export function hasBody({ headers }: Pick<Request, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

/** Ends a connection in both directions. The client is left the time to read: a connection that is cut loses its answer. */
function endConnection(request: Request): void {
  const { socket } = request;
  request.pause();
  request.on('resume', () => request.pause());
  socket.end();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
}
