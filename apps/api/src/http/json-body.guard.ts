import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { ApiError } from '../errors/api-error.js';
import { hasBody } from './bodies.js';

/** Refuses a body that the JSON parser left alone because of its type. Of a GET a body means nothing. */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const wasParsed = request.body !== undefined;
    if (wasParsed || !hasBody(request) || request.method === 'GET' || request.method === 'HEAD') return true;
    throw new ApiError('UNSUPPORTED_MEDIA_TYPE');
  }
}
