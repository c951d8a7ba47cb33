/** The health controller that the schematic adds, for probes of an orchestrator. */
export const HEALTH_CONTROLLER = `import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { OptionalSession, SessionsHealthIndicator } from 'nest-sessions';

@Controller('health')
@OptionalSession() // admits probes even if SessionGuard is global
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly sessions: SessionsHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  check(): Promise<HealthCheckResult> {
    return this.health.check([() => this.sessions.check('sessions')]);
  }
}
`;
