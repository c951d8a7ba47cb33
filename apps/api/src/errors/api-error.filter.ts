import { Catch, Logger, ServiceUnavailableException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { inspect } from 'node:util';
import type { ApiError } from './api-error.js';
import { errorResponse } from './error-response.dto.js';
import { RefusalLog } from './refusal-log.js';
import { toApiError } from './to-api-error.js';

/** Answers every error of the server in the one shape. */
@Catch()
export class ApiErrorFilter implements ExceptionFilter {
  readonly #logger = new Logger('Api');
  readonly #refusals = new RefusalLog(this.#logger);

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (response.headersSent) {
      response.end();
      return;
    }
    if (error instanceof ServiceUnavailableException) {
      // Terminus throws it when a probe fails, and its result is the answer.
      response.status(error.getStatus()).json(error.getResponse());
      return;
    }
    const apiError = toApiError(error);
    this.#log(apiError);
    response.status(apiError.status).json(errorResponse(apiError, new Date().toISOString()));
  }

  /** What the client can't mend is for the operator. What is expected has no stack. */
  #log({ status, code, cause }: ApiError): void {
    if (code === 'STORE_UNAVAILABLE') return; // The library logs an outage.
    if (code === 'CAPACITY_REACHED') this.#refusals.refused(cause instanceof Error ? cause.message : '');
    else if (status >= 500) this.#logger.error(cause === undefined ? code : `${code}: ${inspect(cause)}`);
  }
}
