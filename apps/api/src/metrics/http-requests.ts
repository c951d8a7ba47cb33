import type { Attributes, Meter } from '@opentelemetry/api';
import { METHODS, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { errorCodeOf } from '../errors/answer-error.js';
import { routeOf } from '../paths.js';

/** As OpenTelemetry's conventions for HTTP give them, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * Measures how long requests take, by OpenTelemetry's conventions. A route is a template, so no label holds an id. Every error
 * of the API has its code in `error.type`, those of clients too.
 */
export function measureRequests(server: Server, meter: Pick<Meter, 'createHistogram'>): void {
  const durations = meter.createHistogram('http.server.request.duration', {
    description: 'Duration of HTTP server requests.',
    unit: 's',
    advice: { explicitBucketBoundaries: BUCKETS },
  });
  server.on('request', (request, response) => {
    const startedAt = performance.now();
    response.once('close', () => {
      durations.record((performance.now() - startedAt) / 1000, attributesOf(request, response));
    });
  });
}

function attributesOf(request: IncomingMessage, response: ServerResponse): Attributes {
  const { method = '' } = request;
  const route = routeOf(request);
  const error = response.writableFinished ? errorCodeOf(response) : 'ABORTED';
  return {
    'http.request.method': METHODS.includes(method) ? method : '_OTHER',
    'url.scheme': 'http',
    ...(response.headersSent && { 'http.response.status_code': response.statusCode }),
    ...(route !== undefined && { 'http.route': route }),
    ...(error !== undefined && { 'error.type': error }),
  };
}
