import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { Observable } from 'rxjs';
import { ApiError } from '../errors/api-error.js';

interface RequestWithBody {
  readonly headers: IncomingHttpHeaders;
  body?: unknown;
}

/**
 * Reads the body of a request as JSON, where there is one. The adapters hand out bodies as they came (see
 * `acceptRawBodies`), so that Express and Fastify refuse the same bodies in the same words.
 */
@Injectable()
export class RequestBodyInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<RequestWithBody>();
    if (Buffer.isBuffer(request.body)) request.body = readJson(request.body, request.headers);
    return next.handle();
  }
}

function readJson(body: Buffer, headers: IncomingHttpHeaders): unknown {
  if (body.length === 0) return undefined;
  if (!isUtf8Json(headers['content-type']) || !isPlain(headers['content-encoding'])) throw ApiError.notJson();
  const text = decode(body);
  try {
    return JSON.parse(text);
  } catch {
    throw ApiError.invalid([{ field: 'body', problem: 'is broken JSON', allowed: 'a JSON object' }]);
  }
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw ApiError.invalid([{ field: 'body', problem: 'is broken UTF-8', allowed: 'a JSON object in UTF-8' }]);
  }
}

function isUtf8Json(contentType = ''): boolean {
  const [mediaType = '', ...parameters] = contentType.toLowerCase().split(';');
  const isJson = /^application\/([\w.!#$&^-]+\+)?json$/.test(mediaType.trim());
  const charset = parameters.map((parameter) => /^charset="?([^"]*)"?$/.exec(parameter.trim())?.[1]).find(Boolean);
  return isJson && (charset === undefined || charset === 'utf-8' || charset === 'utf8');
}

function isPlain(contentEncoding = 'identity'): boolean {
  return contentEncoding.toLowerCase() === 'identity';
}
