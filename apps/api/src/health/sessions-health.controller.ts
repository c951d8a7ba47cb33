import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { SessionsHealthIndicator, type HealthReport } from 'nest-sessions';
import { HealthReportSchema, UnhealthyReportSchema } from 'nest-sessions/swagger';
import { API_PREFIX, HEALTH_SEGMENT } from '../api-prefix.js';
import { MESSAGING_TAG } from '../openapi/names.js';
import { Probe } from '../security/probe.js';

interface StatusSetter {
  status(code: number): unknown;
}

const HEALTHY = {
  status: 'healthy',
  activeSessions: 42,
  timestamp: '2024-01-15T10:30:45.123Z',
  expiringSoon: 3,
  uptime: 3600.5,
};
const DEGRADED = { ...HEALTHY, status: 'degraded', invalidSessions: 1 };

const EXAMPLES = {
  healthy: { summary: 'healthy', value: HEALTHY },
  degraded: { summary: 'degraded', value: DEGRADED },
};

@Controller(`${API_PREFIX}/sessions/${HEALTH_SEGMENT}`)
@Probe()
export class SessionsHealthController {
  constructor(private readonly health: SessionsHealthIndicator) {}

  @Get()
  @ApiTags(MESSAGING_TAG)
  @ApiOperation({
    operationId: 'getSessionsHealth',
    summary: 'Sessions API health check',
    description: 'Check the health status of the sessions API and get active session statistics',
    security: [],
  })
  @ApiOkResponse({ type: HealthReportSchema, description: 'Sessions API is healthy', examples: EXAMPLES })
  @ApiServiceUnavailableResponse({
    type: UnhealthyReportSchema,
    example: { status: 'unhealthy', timestamp: '2024-01-15T10:30:45.123Z', uptime: 3600.5 },
    description: "Sessions API is unhealthy. While its store can't be asked, there are no counts",
  })
  async report(@Res({ passthrough: true }) response: StatusSetter): Promise<HealthReport> {
    const report = await this.health.report();
    if (report.status === 'unhealthy') response.status(503);
    return report;
  }
}
