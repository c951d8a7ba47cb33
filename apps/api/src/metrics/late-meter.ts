import type { BatchObservableCallback, Histogram, Meter, MetricOptions, Observable } from '@opentelemetry/api';

/**
 * The meter of the sessions. It does nothing until `start` gives it the meter of the SDK: to load the SDK takes a tenth of
 * the server's start, so the server loads it when metrics are first requested. It has the methods that sessions use.
 */
export class LateMeter implements Meter {
  readonly createGauge = unused;
  readonly createCounter = unused;
  readonly createUpDownCounter = unused;
  readonly createObservableUpDownCounter = unused;
  readonly #observables = new Map<Observable, Observable>();
  #created: ((meter: Meter) => void)[] = [];

  createHistogram(name: string, options?: MetricOptions): Histogram {
    let histogram: Histogram | undefined;
    this.#created.push((meter) => (histogram = meter.createHistogram(name, options)));
    return { record: (value, attributes) => histogram?.record(value, attributes) };
  }

  createObservableGauge(name: string, options?: MetricOptions): Observable {
    return this.#observable((meter) => meter.createObservableGauge(name, options));
  }

  createObservableCounter(name: string, options?: MetricOptions): Observable {
    return this.#observable((meter) => meter.createObservableCounter(name, options));
  }

  addBatchObservableCallback(callback: BatchObservableCallback, observables: Observable[]): void {
    this.#created.push((meter) => {
      const real = (observable: Observable): Observable => this.#observables.get(observable) ?? observable;
      meter.addBatchObservableCallback(
        (result) => callback({ observe: (observable, ...rest) => result.observe(real(observable), ...rest) }),
        observables.map(real),
      );
    });
  }

  removeBatchObservableCallback(): void {
    // The SDK ends with the server.
  }

  start(meter: Meter): void {
    for (const create of this.#created.splice(0)) create(meter);
  }

  #observable(create: (meter: Meter) => Observable): Observable {
    const early = { addCallback: unused, removeCallback: unused };
    this.#created.push((meter) => this.#observables.set(early, create(meter)));
    return early;
  }
}

function unused(): never {
  throw new Error('Sessions use no such instrument: add it to LateMeter.');
}
