import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiError } from '../errors/api-error.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { IS_PROBE } from './probe.js';

/** Lets in who sends the API key, if the server has one. Probes need none. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  readonly #expected: Buffer | undefined;

  constructor(
    @Inject(SETTINGS) { apiKey }: Settings,
    private readonly reflector: Reflector,
  ) {
    this.#expected = apiKey === undefined ? undefined : digest(apiKey);
  }

  canActivate(context: ExecutionContext): boolean {
    if (this.#expected === undefined) return true;
    if (this.reflector.getAllAndOverride(IS_PROBE, [context.getHandler(), context.getClass()])) return true;
    const sent = context.switchToHttp().getRequest<IncomingMessage>().headers['x-api-key'];
    if (typeof sent === 'string' && timingSafeEqual(digest(sent), this.#expected)) return true;
    throw ApiError.unauthorized();
  }
}

/** Of one length whatever the text, which the constant-time comparison needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
