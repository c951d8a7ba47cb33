import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { SessionsHealthIndicator, type HealthReport } from 'nest-sessions';
import { HealthReportSchema, UnhealthyReportSchema } from 'nest-sessions/swagger';
import { HEALTH_PATH } from '../paths.js';
import { REPORT_EXAMPLES, UNHEALTHY_EXAMPLES } from './report-examples.js';

@ApiTags('messaging')
@Controller(HEALTH_PATH)
export class SessionsHealthController {
  constructor(private readonly health: SessionsHealthIndicator) {}

  @Get()
  @ApiOperation({
    operationId: 'getSessionsHealth',
    summary: 'Sessions API health check',
    description: 'Check the health status of the sessions API and get active session statistics',
    security: [],
  })
  @ApiOkResponse({ type: HealthReportSchema, description: 'Sessions API is healthy', examples: REPORT_EXAMPLES })
  @ApiServiceUnavailableResponse({
    type: UnhealthyReportSchema,
    description: "Sessions API is unhealthy. While its store can't be asked, there are no counts",
    examples: UNHEALTHY_EXAMPLES,
  })
  async report(@Res({ passthrough: true }) response: Response): Promise<HealthReport> {
    const report = await this.health.report();
    if (report.status === 'unhealthy') response.status(503);
    return report;
  }
}
