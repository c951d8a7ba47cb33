import { ApiProperty, ApiSchema, IntersectionType, PartialType, PickType } from '@nestjs/swagger';
import type { HealthReport } from '../health/health-report.js';

const MEANINGS = `- \`healthy\`: all is well.
- \`degraded\`: requests are served, but something needs attention: corrupted sessions were found, no sweep has succeeded for three intervals, or the store is slow or 90 % full.
- \`unhealthy\` (503): the store does not answer in time or fails, or the server is shutting down.`;

/** The OpenAPI schema of the health report if the store answered. */
@ApiSchema({ name: 'HealthReport' })
export class HealthReportSchema implements HealthReport {
  @ApiProperty({
    type: 'string',
    enum: ['healthy', 'degraded', 'unhealthy'],
    description: MEANINGS,
    example: 'healthy',
  })
  readonly status!: HealthReport['status'];

  @ApiProperty({ type: 'integer', description: 'Number of currently active sessions', minimum: 0, example: 42 })
  readonly activeSessions!: number;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2024-01-15T10:30:45.123Z' })
  readonly timestamp!: string;

  @ApiProperty({ type: 'integer', description: 'Number of sessions near expiration', minimum: 0, example: 3 })
  readonly expiringSoon!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Number of invalid sessions detected (only shown if > 0)',
    minimum: 1,
    required: false,
  })
  readonly invalidSessions?: number;

  @ApiProperty({ type: 'number', description: 'Service uptime in seconds', minimum: 0, example: 3600.5 })
  readonly uptime!: number;
}

/** The OpenAPI schema of the health report with status 503. It has no counts if the store did not answer. */
@ApiSchema({ name: 'UnhealthyReport' })
export class UnhealthyReportSchema extends IntersectionType(
  PickType(HealthReportSchema, ['timestamp', 'uptime'] as const),
  PartialType(PickType(HealthReportSchema, ['activeSessions', 'expiringSoon', 'invalidSessions'] as const)),
) {
  @ApiProperty({ type: 'string', enum: ['unhealthy'], example: 'unhealthy' })
  readonly status!: 'unhealthy';
}
