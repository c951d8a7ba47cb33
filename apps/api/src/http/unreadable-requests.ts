import type { OutgoingHttpHeaders, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiError } from '../errors/api-error.js';
import { errorResponse } from '../errors/error-response.js';
import { toApiError } from '../errors/to-api-error.js';

/** Answers in the one shape, too, what is no HTTP request and so reaches neither Nest nor the adapter. */
export function answerUnreadableRequests(server: Server): void {
  server.removeAllListeners('clientError');
  server.on('clientError', (_error: Error, socket: Duplex) => {
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const body = bodyOf(ApiError.unreadable());
    const head = [
      'HTTP/1.1 400 Bad Request',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      'Cache-Control: no-store',
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}

interface FastifyReply {
  readonly raw: {
    writeHead(status: number, headers: OutgoingHttpHeaders): unknown;
    end(body: string): unknown;
  };
}

/**
 * What a `FastifyAdapter` of this server needs: its router by itself answers an address that it can't decode, in a shape
 * of its own, and takes no long parameters.
 */
export const fastifyOptions = {
  routerOptions: { maxParamLength: 16_384 },
  frameworkErrors: (error: Error, _request: unknown, { raw }: FastifyReply): void => {
    const apiError = toApiError(error);
    raw.writeHead(apiError.status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
    raw.end(bodyOf(apiError));
  },
};

function bodyOf(error: ApiError): string {
  return JSON.stringify(errorResponse(error, new Date().toISOString()));
}
