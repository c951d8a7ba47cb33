import type {
  BatchObservableCallback,
  Histogram,
  Meter,
  MetricOptions,
  ObservableCounter,
  ObservableGauge,
} from '@opentelemetry/api';

/*
 * Every instrument by its name after `nest_sessions.`, with its unit and its description. An exporter for Prometheus replaces
 * the dot and appends `_total` to counters.
 */

const GAUGES = {
  active: ['{session}', 'Active sessions.'],
  expiring_soon: ['{session}', 'Active sessions within their warning threshold.'],
  expired_unswept: ['{session}', 'Expired sessions that no sweep has removed yet.'],
  quarantined: ['{session}', 'Corrupted records in quarantine.'],
  capacity: ['{session}', 'The most active sessions that the store takes. Absent if it has no limit of its own.'],
  held_bytes: ['By', 'Bytes that the sessions take. Absent if the store does not bound them.'],
  capacity_bytes: ['By', 'The most bytes that the sessions may take. Absent if the store does not bound them.'],
  store_up: ['1', '1 if the store answers, else 0.'],
  sweep_last_success_timestamp_seconds: [
    's',
    'Unix time of the last successful sweep, or of the start before the first.',
  ],
  health_status: ['1', '1 for the status that health has, 0 for the two others.'],
  events_pending: ['{event}', 'Endings that a group of listeners has still to handle, where the store keeps them.'],
  build_info: ['1', 'Always 1. The labels carry the version of nest-sessions and the store.'],
} as const;

const COUNTERS = {
  created: ['{session}', 'Sessions that were created.'],
  ended: ['{session}', 'Sessions that ended, by end reason.'],
  renewed: ['{session}', 'Sessions that were extended, by operation.'],
  rotated: ['{session}', 'Sessions that received a new id.'],
  signed_in: ['{session}', 'Sessions that were given to a user by a sign-in.'],
  reused: ['{report}', 'Reports of replaced ids that were used again.'],
  refused: ['{session}', 'New sessions that were refused, by the code of the error.'],
  lookups: ['{lookup}', 'Sessions that were looked up by id, by what was found.'],
  event_deliveries: ['{delivery}', 'Endings that were delivered to a group of listeners, by outcome.'],
  store_outages: ['{outage}', 'How often the store became unavailable.'],
} as const;

/** From 0.1 ms, which only a store in another process exceeds, to the longest time limit of a call. */
const SHORT = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const SWEEPS = [0.001, 0.01, 0.1, 0.5, 1, 5, 10, 30, 60];
/** From the pause between two looks for events to a day. */
const DELAYS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600, 86_400];
/** From a minute to 30 days. */
const LIFETIMES = [60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400, 604_800, 2_592_000];

type Gauge = keyof typeof GAUGES;
type Counter = keyof typeof COUNTERS;

export interface Instruments {
  readonly gauges: Readonly<Record<Gauge, ObservableGauge>>;
  readonly counters: Readonly<Record<Counter, ObservableCounter>>;
  readonly operations: Histogram;
  readonly sweeps: Histogram;
  readonly lifetimes: Histogram;
  readonly eventDelays: Histogram;
  /** Calls back at each collection, for all gauges and counters. The function that it returns ends this. */
  onCollect(callback: BatchObservableCallback): () => void;
}

export function createInstruments(meter: Meter): Instruments {
  const histogram = (name: string, description: string, explicitBucketBoundaries: number[]): Histogram =>
    meter.createHistogram(`nest_sessions.${name}`, { unit: 's', description, advice: { explicitBucketBoundaries } });
  const gauges = mapped(GAUGES, (name, options) => meter.createObservableGauge(name, options));
  const counters = mapped(COUNTERS, (name, options) => meter.createObservableCounter(name, options));
  const observables = [...Object.values(gauges), ...Object.values(counters)];
  return {
    gauges,
    counters,
    operations: histogram('store_operation_duration', 'How long the store took, by operation.', SHORT),
    sweeps: histogram('sweep_duration', 'How long a run of the sweeper took, by outcome.', SWEEPS),
    lifetimes: histogram('lifetime', 'How old sessions were when they ended, by end reason.', LIFETIMES),
    eventDelays: histogram('event_delay', 'How long after the end of a session its event was handled.', DELAYS),
    onCollect: (callback) => {
      meter.addBatchObservableCallback(callback, observables);
      return () => meter.removeBatchObservableCallback(callback, observables);
    },
  };
}

function mapped<Name extends string, Instrument>(
  table: Readonly<Record<Name, readonly [unit: string, description: string]>>,
  create: (name: string, options: MetricOptions) => Instrument,
): Record<Name, Instrument> {
  const instruments: Partial<Record<Name, Instrument>> = {};
  for (const name in table) {
    const [unit, description] = table[name];
    instruments[name] = create(`nest_sessions.${name}`, { unit, description });
  }
  return instruments as Record<Name, Instrument>;
}
