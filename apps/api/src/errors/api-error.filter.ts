import { Catch, Logger, ServiceUnavailableException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { inspect } from 'node:util';
import { answerError } from './answer-error.js';
import { RefusalLog } from './refusal-log.js';
import { toApiError } from './to-api-error.js';

/** Answers every error of the server in the one shape. */
@Catch()
export class ApiErrorFilter implements ExceptionFilter {
  readonly #logger = new Logger('Api');
  readonly #refusals = new RefusalLog();

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
    // The client can't mend these errors, so the operator must see them.
    if (apiError.code === 'INTERNAL_ERROR') this.#logger.error(apiError.code, inspect(apiError.cause));
    // The sessions module logs outages of the store.
    else if (apiError.code === 'CAPACITY_REACHED') this.#refusals.add(apiError);
    answerError(response, apiError);
  }
}
