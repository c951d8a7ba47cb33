import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { SessionsHealthIndicator } from 'nest-sessions';
import { LIVE_PATH, READY_PATH } from '../paths.js';
import { failedProbe, passedProbe } from './probe-result.js';

@ApiTags('probes')
@Controller()
export class ProbesController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly sessions: SessionsHealthIndicator,
  ) {}

  @Get(LIVE_PATH)
  @ApiOperation({
    operationId: 'getLiveness',
    summary: 'Does the process answer?',
    description: 'Asks no store: a restart does not mend a store.',
    security: [],
  })
  @ApiOkResponse({ description: 'The process answers', schema: passedProbe({}) })
  live(): HealthCheckResult {
    // Not by Terminus, which fails every check of a shutdown: the process that drains its requests is alive.
    return { status: 'ok', info: {}, error: {}, details: {} };
  }

  @Get(READY_PATH)
  @ApiOperation({
    operationId: 'getReadiness',
    summary: 'Can the server take requests?',
    description: 'Asks the sessions: `up`, `degraded` with its reasons, or `down`.',
    security: [],
  })
  @ApiOkResponse({
    description: 'The server takes requests',
    schema: passedProbe({
      sessions: { activeSessions: 42, expiringSoon: 3, invalidSessions: 0, status: 'up' },
    }),
  })
  @ApiServiceUnavailableResponse({
    description: 'The sessions are unhealthy, or the server is shutting down',
    schema: failedProbe({
      sessions: { reasons: ['the store did not answer within 800 ms'], status: 'down' },
    }),
  })
  ready(): Promise<HealthCheckResult> {
    return this.checks.check([() => this.sessions.check('sessions')]);
  }
}
