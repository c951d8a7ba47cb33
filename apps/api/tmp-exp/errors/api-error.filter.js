var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Catch, Logger, ServiceUnavailableException } from '@nestjs/common';
import { inspect } from 'node:util';
import { errorResponse } from './error-response.dto.js';
import { RefusalLog } from './refusal-log.js';
import { toApiError } from './to-api-error.js';
/** Answers every error of the server in the one shape. */
let ApiErrorFilter = class ApiErrorFilter {
    #logger = new Logger('Api');
    #refusals = new RefusalLog();
    catch(error, host) {
        const response = host.switchToHttp().getResponse();
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
        // What the client can't mend is for the operator.
        if (apiError.code === 'INTERNAL_ERROR')
            this.#logger.error(apiError.code, inspect(apiError.cause));
        else if (apiError.status >= 500)
            this.#refusals.add(apiError);
        response.status(apiError.status).json(errorResponse(apiError, new Date().toISOString()));
    }
};
ApiErrorFilter = __decorate([
    Catch()
], ApiErrorFilter);
export { ApiErrorFilter };
//# sourceMappingURL=api-error.filter.js.map