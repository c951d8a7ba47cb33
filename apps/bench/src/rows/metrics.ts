import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { MemorySessionStore, SessionsModule, SessionsService } from 'nest-sessions';
import { SPARE_CAPACITY, userId } from '../contenders/filled.js';
import { costOf } from '../measuring/cpu-time.js';
import { fullSize } from '../suite/options.js';
import type { Row } from '../suite/row.js';
import { atMost, ratio } from '../suite/targets.js';
import { randomIds } from './cases.js';

const WITHOUT = 'without an SDK';
const WITH = 'OpenTelemetry SDK';

export const metrics: Row = {
  name: 'metrics',
  title: 'Sessions with metrics',
  about:
    '`SessionsService` with a memory store, with and without an OpenTelemetry SDK that collects the metrics once a minute.',
  metrics: [
    { key: 'touch', title: 'touch', unit: 'ns', ratio: true },
    { key: 'churn', title: 'create and delete', unit: 'ns', ratio: true },
  ],
  base: WITHOUT,
  own: [WITHOUT, WITH],
  plan: (options) => [WITHOUT, WITH].map((contender) => ({ contender, size: fullSize(options) })),
  async measure({ contender, size }) {
    if (contender === WITH) await register();
    const store = new MemorySessionStore({ capacity: size + SPARE_CAPACITY });
    const app = await NestFactory.createApplicationContext(SessionsModule.forRoot({ store, sweep: false }), {
      logger: false,
    });
    const sessions = app.get(SessionsService);
    const create = async (number: number): Promise<string> => (await sessions.create({ userId: userId(number) })).id;
    const ids: string[] = [];
    for (let number = 0; number < size; number += 1) ids.push(await create(number));
    const randomId = randomIds(ids);
    return {
      touch: await costOf(() => sessions.touch(randomId()), 'awaited'),
      churn: await costOf(async () => sessions.delete(await create(size)), 'awaited'),
    };
  },
  targets: (figures) => {
    const of = (contender: string): number | undefined => figures.median(contender, figures.largestSize, 'touch');
    return atMost('touch with metrics ÷ without: at most 1.1', 1.1, '', ratio(of(WITH), of(WITHOUT)));
  },
};

/** Imports the SDK here, because another checkout, beside which this suite measures, may not have it. */
async function register(): Promise<void> {
  const { metrics: openTelemetry } = await import('@opentelemetry/api');
  const sdk = await import('@opentelemetry/sdk-metrics');
  const exporter = new sdk.InMemoryMetricExporter(sdk.AggregationTemporality.CUMULATIVE);
  const readers = [new sdk.PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })];
  openTelemetry.setGlobalMeterProvider(new sdk.MeterProvider({ readers }));
}
