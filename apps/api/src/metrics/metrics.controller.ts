import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import type { Request, Response } from 'express';

/** The metrics as Prometheus reads them. It needs the API key, if the server has one. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(private readonly exporter: PrometheusExporter) {}

  @Get()
  read(@Req() request: Request, @Res() response: Response): void {
    this.exporter.getMetricsRequestHandler(request, response);
  }
}
