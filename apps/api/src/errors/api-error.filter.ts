import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { inspect } from 'node:util';
import type { ApiError } from './api-error.js';
import { errorResponse } from './error-response.js';
import { toApiError } from './to-api-error.js';

/** Answers every error of the server in the one shape. */
@Catch()
export class ApiErrorFilter implements ExceptionFilter {
  readonly #logger = new Logger('Api');

  constructor(private readonly host: HttpAdapterHost) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const apiError = toApiError(error);
    this.#log(apiError);
    const { httpAdapter } = this.host;
    const response: unknown = host.switchToHttp().getResponse();
    if (httpAdapter.isHeadersSent(response)) {
      httpAdapter.end(response);
      return;
    }
    httpAdapter.reply(response, errorResponse(apiError, new Date().toISOString()), apiError.status);
  }

  /** What the client can't mend is for the operator. */
  #log({ status, code, cause }: ApiError): void {
    if (status < 500) return;
    this.#logger.error(code, cause instanceof Error ? cause.stack : inspect(cause));
  }
}
