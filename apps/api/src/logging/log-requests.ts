import { Logger } from '@nestjs/common';
import type { RequestHandler } from 'express';
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { routeOf } from '../paths.js';

const REQUEST_ID = /^[\w.-]{1,64}$/;

/**
 * Writes a line for each request: id, method, route, status and duration. The route is a template, so no line holds an id of a
 * session. A client or a proxy may send the id in X-Request-Id; the answer has it.
 */
export function logRequests(format: 'text' | 'json'): RequestHandler {
  const logger = new Logger('Requests');
  return (request, response, next) => {
    const startedAt = performance.now();
    const sent = request.get('x-request-id') ?? '';
    const requestId = REQUEST_ID.test(sent) ? sent : randomUUID();
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      const { method } = request;
      const route = routeOf(request) ?? 'unknown';
      const status = response.statusCode;
      const durationMs = Math.round(performance.now() - startedAt);
      if (format === 'json') logger.log('request', { requestId, method, route, status, durationMs });
      else logger.log(`${method} ${route} ${String(status)} in ${String(durationMs)} ms (${requestId})`);
    });
    next();
  };
}
