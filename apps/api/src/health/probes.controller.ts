import { Controller, Get } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
  type SchemaObject,
} from '@nestjs/swagger';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { SessionsHealthIndicator } from 'nest-sessions';
import { LIVE_PATH, READY_PATH } from '../paths.js';

const INDICATORS: SchemaObject = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', enum: ['up', 'degraded', 'down'] } },
    additionalProperties: true,
  },
};

const LIVE = 'Ignores the store, because a restart of the process would not repair it.';
const READY = 'Asks the sessions: `up`, `degraded` with its reasons, or `down`.';

const UP = { sessions: { activeSessions: 42, expiringSoon: 3, invalidSessions: 0, status: 'up' } };
const DOWN = { sessions: { reasons: ['the store did not answer within 800 ms'], status: 'down' } };

const ALIVE = probeResult(['ok'], { status: 'ok', info: {}, error: {}, details: {} });
const PASSED = probeResult(['ok', 'degraded'], { status: 'ok', info: UP, error: {}, details: UP });
const FAILED = probeResult(['error', 'shutting_down'], { status: 'error', info: {}, error: DOWN, details: DOWN });

@ApiTags('probes')
@Controller()
export class ProbesController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly sessions: SessionsHealthIndicator,
  ) {}

  @Get(LIVE_PATH)
  @ApiOperation({ operationId: 'getLiveness', summary: 'Does the process answer?', description: LIVE, security: [] })
  @ApiOkResponse({ description: 'The process answers', schema: ALIVE })
  live(): HealthCheckResult {
    // Does not use Terminus, which fails every check during a shutdown: a process that still serves requests is alive.
    return { status: 'ok', info: {}, error: {}, details: {} };
  }

  @Get(READY_PATH)
  @ApiOperation({ operationId: 'getReadiness', summary: 'Can it take requests?', description: READY, security: [] })
  @ApiOkResponse({ description: 'The server takes requests', schema: PASSED })
  @ApiServiceUnavailableResponse({
    description: 'Sessions are unhealthy, or the server is shutting down',
    schema: FAILED,
  })
  ready(): Promise<HealthCheckResult> {
    return this.checks.check([() => this.sessions.check('sessions')]);
  }
}

/** The result of Terminus, for a probe that passed or failed. */
function probeResult(statuses: string[], example: object): SchemaObject {
  return {
    type: 'object',
    required: ['status', 'info', 'error', 'details'],
    properties: {
      status: { type: 'string', enum: statuses },
      info: { ...INDICATORS, description: 'What is up or degraded' },
      error: { ...INDICATORS, description: 'What is down' },
      details: { ...INDICATORS, description: 'All of it' },
    },
    example,
  };
}
