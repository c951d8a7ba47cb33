import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../errors/api-error.js';

interface RequestWithBody {
  readonly headers: IncomingHttpHeaders;
  body?: unknown;
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Lets in bodies that are JSON, and reads them. The adapters hand out bodies as they came (see `acceptRawBodies`), so that
 * Express and Fastify refuse the same bodies in the same words. A guard, since an interceptor would wrap every request in
 * observables.
 */
@Injectable()
export class RequestBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<RequestWithBody>();
    if (Buffer.isBuffer(request.body)) request.body = readJson(request.body, request.headers);
    return true;
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
    return UTF_8.decode(body);
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
