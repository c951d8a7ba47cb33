import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Needs } from '../security/scopes.js';
import { Metrics } from './metrics.js';

/** The metrics as Prometheus reads them. It needs the API key, if the server has one. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Needs('admin')
  read(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.metrics.answer(request, response);
  }
}
