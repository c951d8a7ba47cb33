import { Controller, Get, Res } from '@nestjs/common';
import { SessionsHealthIndicator, type HealthReport } from 'nest-sessions';
import { API_PREFIX, HEALTH_SEGMENT } from '../api-prefix.js';
import { Probe } from '../security/probe.js';

interface StatusSetter {
  status(code: number): unknown;
}

@Controller(`${API_PREFIX}/sessions/${HEALTH_SEGMENT}`)
@Probe()
export class SessionsHealthController {
  constructor(private readonly health: SessionsHealthIndicator) {}

  @Get()
  async report(@Res({ passthrough: true }) response: StatusSetter): Promise<HealthReport> {
    const report = await this.health.report();
    if (report.status === 'unhealthy') response.status(503);
    return report;
  }
}
