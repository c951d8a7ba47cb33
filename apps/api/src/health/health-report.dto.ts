import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { HealthReport } from 'nest-sessions';
import { HealthReportSchema, UnhealthyReportSchema } from 'nest-sessions/swagger';

const MEANINGS = `- \`healthy\`: all is well.
- \`degraded\`: requests are served, but something needs attention: corrupted sessions were found, no sweep has succeeded for three intervals, or the store is slow or 90 % full.
- \`unhealthy\` (503): the store does not answer in time or fails, or the server is shutting down.`;

/** The published report, with a meaning for each status. */
@ApiSchema({ name: 'HealthReport' })
export class HealthReportDto extends HealthReportSchema {
  @ApiProperty({
    type: 'string',
    enum: ['healthy', 'degraded', 'unhealthy'],
    description: MEANINGS,
    example: 'healthy',
  })
  declare readonly status: HealthReport['status'];
}

@ApiSchema({ name: 'UnhealthyReport' })
export class UnhealthyReportDto extends UnhealthyReportSchema {
  @ApiProperty({ type: 'string', enum: ['unhealthy'], example: 'unhealthy' })
  declare readonly status: 'unhealthy';
}

const timestamp = '2024-01-15T10:30:45.123Z';
const uptime = 3600.5;
const counts = { activeSessions: 42, timestamp, expiringSoon: 3 };

export const REPORT_EXAMPLES = {
  healthy: { summary: 'healthy', value: { status: 'healthy', ...counts, uptime } },
  degraded: { summary: 'degraded', value: { status: 'degraded', ...counts, invalidSessions: 1, uptime } },
};

export const UNHEALTHY_EXAMPLES = {
  storeFails: { summary: 'The store fails', value: { status: 'unhealthy', timestamp, uptime } },
  shutDown: { summary: 'The server is shutting down', value: { status: 'unhealthy', ...counts, uptime } },
};
