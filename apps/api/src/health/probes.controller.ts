import { Controller, Get, UseFilters } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { SessionsHealthIndicator } from 'nest-sessions';
import { PROBES_TAG } from '../openapi/names.js';
import { Probe } from '../security/probe.js';
import { failedProbeSchema, passedProbeSchema } from './probe-schemas.js';
import { ProbeFilter } from './probe.filter.js';

@Controller('health')
@ApiTags(PROBES_TAG)
@Probe()
@UseFilters(ProbeFilter)
export class ProbesController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly sessions: SessionsHealthIndicator,
  ) {}

  @Get('live')
  @ApiOperation({
    operationId: 'getLiveness',
    summary: 'Does the process answer?',
    description: 'Asks no store: a restart does not mend a store.',
    security: [],
  })
  @ApiOkResponse({ description: 'The process answers', schema: passedProbeSchema({}) })
  live(): HealthCheckResult {
    // Not by Terminus, which fails every check of a shutdown: the process that drains its requests is alive.
    return { status: 'ok', info: {}, error: {}, details: {} };
  }

  @Get('ready')
  @ApiOperation({
    operationId: 'getReadiness',
    summary: 'Can the server take requests?',
    description: 'Asks the sessions: `up`, `degraded` with its reasons, or `down`.',
    security: [],
  })
  @ApiOkResponse({
    description: 'The server takes requests',
    schema: passedProbeSchema({ sessions: { activeSessions: 42, expiringSoon: 3, invalidSessions: 0, status: 'up' } }),
  })
  @ApiServiceUnavailableResponse({
    description: 'The sessions are unhealthy, or the server is shutting down',
    schema: failedProbeSchema(
      { sessions: { reasons: ['the store did not answer within 800 ms'], status: 'down' } },
      'error',
    ),
  })
  ready(): Promise<HealthCheckResult> {
    return this.checks.check([() => this.sessions.check('sessions')]);
  }
}
