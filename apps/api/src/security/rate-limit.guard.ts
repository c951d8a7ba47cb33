import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { HttpAdapterHost, Reflector } from '@nestjs/core';
import { ApiError } from '../errors/api-error.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { IS_PROBE } from './probe.js';
import { RateLimit } from './rate-limit.js';

/** Limits how many requests a minute one client address may make, if the server has a limit. Probes have none. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  readonly #limit: RateLimit | undefined;

  constructor(
    @Inject(SETTINGS) { rateLimitPerMinute }: Settings,
    private readonly reflector: Reflector,
    private readonly host: HttpAdapterHost,
  ) {
    this.#limit = rateLimitPerMinute > 0 ? new RateLimit(rateLimitPerMinute) : undefined;
  }

  canActivate(context: ExecutionContext): boolean {
    if (!this.#limit || this.reflector.getAllAndOverride(IS_PROBE, [context.getHandler(), context.getClass()]))
      return true;
    const http = context.switchToHttp();
    const { ip = 'unknown' } = http.getRequest<{ readonly ip?: string }>();
    const wait = this.#limit.secondsToWait(ip);
    if (wait === 0) return true;
    this.host.httpAdapter.setHeader(http.getResponse(), 'Retry-After', String(wait));
    throw ApiError.rateLimited();
  }
}
