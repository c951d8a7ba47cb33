import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import type { Settings } from '../settings/settings.js';
import { MetricsController } from './metrics.controller.js';

/** Serves the metrics on the port of the API, unless they have a port of their own. */
@Module({})
export class MetricsModule implements OnApplicationShutdown {
  constructor(private readonly exporter: PrometheusExporter) {}

  static of({ METRICS_PORT }: Settings, exporter: PrometheusExporter): DynamicModule {
    return {
      module: MetricsModule,
      controllers: METRICS_PORT === undefined ? [MetricsController] : [],
      providers: [{ provide: PrometheusExporter, useValue: exporter }],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.exporter.shutdown();
  }
}
