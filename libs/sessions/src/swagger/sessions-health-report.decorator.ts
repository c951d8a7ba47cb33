import {
  applyDecorators,
  Header,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiOkResponse, ApiServiceUnavailableResponse } from '@nestjs/swagger';
import { map, type Observable } from 'rxjs';
import type { HealthReport } from '../health/health-report.js';
import { HealthReportSchema, UnhealthyReportSchema } from './health-report.schema.js';

/**
 * Makes a `GET` method that returns `SessionsHealthIndicator.report()` a health endpoint: 200, or 503 if the sessions are
 * `unhealthy`; no cache stores the answer; OpenAPI documents both. `HEAD` gets the same status without a body.
 *
 * @example
 * ‍@Get('sessions/health')
 * ‍@SessionsHealthReport()
 * health() {
 *   return indicator.report();
 * }
 */
export function SessionsHealthReport(): MethodDecorator {
  return applyDecorators(
    UseInterceptors(HealthStatusInterceptor),
    Header('Cache-Control', 'no-store'),
    ApiOkResponse({ type: HealthReportSchema, description: 'The sessions are healthy or degraded' }),
    ApiServiceUnavailableResponse({
      type: UnhealthyReportSchema,
      description: 'The sessions are unhealthy. There are no counts if the store did not answer',
    }),
  );
}

/** Sets the status 503 for an unhealthy report. */
@Injectable()
class HealthStatusInterceptor implements NestInterceptor<HealthReport, HealthReport> {
  intercept(context: ExecutionContext, next: CallHandler<HealthReport>): Observable<HealthReport> {
    return next.handle().pipe(
      map((report) => {
        if (report.status === 'unhealthy') {
          context.switchToHttp().getResponse<{ status(code: number): unknown }>().status(503);
        }
        return report;
      }),
    );
  }
}
