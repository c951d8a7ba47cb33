import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Settings } from '../settings/settings.js';

/**
 * Registers the OpenTelemetry SDK, which the sessions module finds when it is created. With a METRICS_PORT the exporter
 * listens on that port. Rejects if the port is in use.
 */
export async function startMetrics({ HOST, METRICS_PORT }: Settings): Promise<PrometheusExporter> {
  const exporter = new PrometheusExporter({
    host: HOST,
    preventServerStart: true,
    ...(METRICS_PORT !== undefined && { port: METRICS_PORT }),
  });
  // Only the first provider of a process would count otherwise, and a process may create several servers, as tests do.
  metrics.disable();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [exporter] }));
  if (METRICS_PORT !== undefined) await exporter.startServer();
  return exporter;
}
