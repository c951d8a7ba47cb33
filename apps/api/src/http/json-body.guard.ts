import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ApiError } from '../errors/api-error.js';

/** Refuses a body that the JSON parser left alone because of its type. The body of a GET has no meaning. */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { method, body, headers } = context.switchToHttp().getRequest<Request<unknown, unknown, unknown>>();
    const hasBody = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
    if (body !== undefined || !hasBody || method === 'GET' || method === 'HEAD') return true;
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE');
  }
}
