import { Controller, Get, UseFilters } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { SessionsHealthIndicator } from 'nest-sessions';
import { Probe } from '../security/probe.js';
import { ProbeFilter } from './probe.filter.js';

@Controller('health')
@Probe()
@UseFilters(ProbeFilter)
export class ProbesController {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly sessions: SessionsHealthIndicator,
  ) {}

  @Get('live')
  live(): HealthCheckResult {
    // Not by Terminus, which fails every check of a shutdown: the process that drains its requests is alive.
    return { status: 'ok', info: {}, error: {}, details: {} };
  }

  @Get('ready')
  ready(): Promise<HealthCheckResult> {
    return this.checks.check([() => this.sessions.check('sessions')]);
  }
}
