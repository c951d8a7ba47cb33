import { expect } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import { MeterProvider, MetricReader, type DataPoint } from '@opentelemetry/sdk-metrics';

class Reader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }

  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

/** An SDK of OpenTelemetry that is registered, and whose metrics are read by the test. */
export class CollectedMetrics {
  readonly #reader = new Reader();

  constructor() {
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [this.#reader] }));
  }

  /** All data points, by the name of the instrument. */
  async all(): Promise<Map<string, DataPoint<unknown>[]>> {
    const { resourceMetrics } = await this.#reader.collect();
    const found = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    return new Map(found.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints]));
  }

  /** The value of the data point with these labels. */
  async value(name: string, labels: Record<string, string> = {}): Promise<unknown> {
    const points = (await this.all()).get(`nest_sessions.${name}`) ?? [];
    const matching = points.filter(({ attributes }) =>
      Object.entries(labels).every(([label, expected]) => attributes[label] === expected),
    );
    expect(matching.length).toBeLessThanOrEqual(1);
    return matching[0]?.value;
  }
}
