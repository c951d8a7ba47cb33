import { type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
/** Answers every error of the server in the one shape. */
export declare class ApiErrorFilter implements ExceptionFilter {
    #private;
    catch(error: unknown, host: ArgumentsHost): void;
}
//# sourceMappingURL=api-error.filter.d.ts.map