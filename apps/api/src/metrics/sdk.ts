import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { RuntimeNodeInstrumentation } from '@opentelemetry/instrumentation-runtime-node';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Server } from 'node:http';
import type { Settings } from '../settings/settings.js';
import type { SessionsHistory } from '../history/sessions-history.js';
import { measureRequests } from './http-requests.js';
import type { LateMeter } from './late-meter.js';

export interface Sdk {
  readonly exporter: PrometheusExporter;
  stop(): Promise<void>;
}

/** Starts to measure the sessions, the requests to the server, and Node.js: its event loop, heap and garbage collector. */
export function startSdk(
  { HOST, METRICS_PORT }: Settings,
  sessions: LateMeter,
  history: SessionsHistory,
  server: Server,
): Sdk {
  const exporter = new PrometheusExporter({
    host: HOST,
    preventServerStart: true,
    // It would name only the SDK.
    withoutTargetInfo: true,
    ...(METRICS_PORT !== undefined && { port: METRICS_PORT }),
  });
  const provider = new MeterProvider({ readers: [exporter] });
  metrics.disable();
  metrics.setGlobalMeterProvider(provider);
  sessions.start(provider.getMeter('nest-sessions'));
  const meter = provider.getMeter('api');
  measureRequests(server, meter);
  meter
    .createObservableGauge('nest_sessions.leak_suspected', {
      description: '1 if the active sessions look like a leak, else 0. The history of the server says why.',
    })
    .addCallback((result) => result.observe(history.leakWarning() === undefined ? 0 : 1));
  const runtime = new RuntimeNodeInstrumentation();
  runtime.setMeterProvider(provider);
  const stop = async (): Promise<void> => {
    runtime.disable();
    await provider.shutdown();
  };
  return { exporter, stop };
}
