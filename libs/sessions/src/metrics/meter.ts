import type { Meter } from '@opentelemetry/api';

/**
 * The meter of the application's OpenTelemetry SDK, or `undefined` if there is none: without an SDK, or without the
 * optional package `@opentelemetry/api`, nothing is measured. The SDK must be registered before the application is created.
 */
export async function findMeter(): Promise<Meter | undefined> {
  try {
    const { createNoopMeter, metrics } = await import('@opentelemetry/api');
    const meter = metrics.getMeter('nest-sessions');
    return meter === createNoopMeter() ? undefined : meter;
  } catch {
    return undefined;
  }
}
