import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Attributes, BatchObservableResult } from '@opentelemetry/api';
import type { Subscription } from 'rxjs';
import { endReason } from '../domain/ending.js';
import type { SessionEvent } from '../domain/events.js';
import type { SessionCounts } from '../domain/session.js';
import { SessionEvents } from '../events/session-events.js';
import { SessionListeners, type HandledEnding } from '../events/session-listeners.js';
import type { HealthStatus } from '../health/health-status.js';
import type { SessionsHealthIndicator } from '../health/sessions-health.indicator.js';
import { OutageLog } from '../outages/outage-log.js';
import { OWN_HEALTH, OWN_STORE, OWN_SWEEPER, SESSION_INSTRUMENTS } from '../sessions.tokens.js';
import type { SessionStore } from '../stores/session-store.js';
import type { SessionSweeper } from '../sweeper/session-sweeper.js';
import type { SweepRun } from '../sweeper/sweep-run.js';
import { VERSION } from '../version.js';
import type { Instruments } from './instruments.js';
import { labelsOf } from './operation-timer.js';

const STATUSES: readonly HealthStatus[] = ['healthy', 'degraded', 'unhealthy'];

/**
 * Measures the sessions of the module with the application's OpenTelemetry SDK. No label holds an id or a user. Gauges and
 * counters are read when they are collected, and each collection asks the store once.
 */
@Injectable()
export class SessionMetrics implements OnModuleInit, OnApplicationShutdown {
  readonly #labels: Attributes;
  readonly #subscriptions: Subscription[] = [];
  /** By group, how many deliveries of endings had which outcome. */
  readonly #deliveries = new Map<string, { success: number; failure: number }>();
  #stopCollecting: (() => void) | undefined;

  constructor(
    @Inject(SESSION_INSTRUMENTS) private readonly instruments: Instruments | undefined,
    @Inject(OWN_STORE) store: SessionStore,
    @Inject(OutageLog) private readonly outages: OutageLog,
    @Inject(SessionEvents) private readonly events: SessionEvents,
    @Inject(SessionListeners) private readonly listeners: SessionListeners,
    @Inject(OWN_SWEEPER) private readonly sweeper: SessionSweeper,
    @Inject(OWN_HEALTH) private readonly health: SessionsHealthIndicator,
  ) {
    this.#labels = labelsOf(store, events.kind);
  }

  onModuleInit(): void {
    const { instruments } = this;
    if (!instruments) return;
    this.#stopCollecting = instruments.onCollect((result) => this.#collect(instruments, result));
    this.#subscriptions.push(
      this.events.events$.subscribe((event) => this.#lifetime(instruments, event)),
      this.listeners.handled$.subscribe((ending) => this.#delivery(instruments, ending)),
      this.sweeper.runs$.subscribe((run) => this.#sweep(instruments, run)),
    );
  }

  onApplicationShutdown(): void {
    this.#stopCollecting?.();
    for (const subscription of this.#subscriptions.splice(0)) subscription.unsubscribe();
  }

  async #collect({ gauges, counters }: Instruments, result: BatchObservableResult): Promise<void> {
    const [{ status, counts }, pending] = await Promise.all([this.health.inspect(), this.listeners.pending()]);
    const labels = this.#labels;
    result.observe(gauges.build_info, 1, { ...labels, version: VERSION });
    result.observe(gauges.store_up, counts ? 1 : 0, labels);
    for (const one of STATUSES)
      result.observe(gauges.health_status, one === status ? 1 : 0, { ...labels, status: one });
    const lastSweep = (Date.now() - this.sweeper.sinceSuccessMs) / 1000;
    result.observe(gauges.sweep_last_success_timestamp_seconds, lastSweep, labels);
    this.#counts(gauges, counts, result);
    for (const [group, value] of pending) result.observe(gauges.events_pending, value, { ...labels, group });

    const { created, rotated, signedIn, reused, renewed, ended, lookups, refused } = this.events.tally;
    const count = (counter: keyof typeof counters, value: number, label?: Attributes): void => {
      result.observe(counters[counter], value, { ...labels, ...label });
    };
    count('created', created);
    count('rotated', rotated);
    count('signed_in', signedIn);
    count('reused', reused);
    count('store_outages', this.outages.count);
    for (const [group, outcomes] of this.#deliveries) {
      for (const [outcome, value] of Object.entries(outcomes)) count('event_deliveries', value, { group, outcome });
    }
    for (const [operation, value] of Object.entries(renewed)) count('renewed', value, { operation });
    for (const [reason, value] of Object.entries(ended)) count('ended', value, { reason });
    for (const [found, value] of Object.entries(lookups)) count('lookups', value, { result: found });
    for (const [code, value] of Object.entries(refused)) count('refused', value, { reason: code.toLowerCase() });
  }

  /** Observes NaN while the store can't be asked, since exporters repeat the last value of a gauge that is not observed. */
  #counts(gauges: Instruments['gauges'], counts: SessionCounts | undefined, result: BatchObservableResult): void {
    const known: Partial<SessionCounts> = counts ?? {};
    const { active = NaN, expiringSoon = NaN, expired = NaN, quarantined = NaN, capacity, bytes } = known;
    result.observe(gauges.active, active, this.#labels);
    result.observe(gauges.expiring_soon, expiringSoon, this.#labels);
    result.observe(gauges.expired_unswept, expired, this.#labels);
    result.observe(gauges.quarantined, quarantined, this.#labels);
    if (typeof capacity === 'number') result.observe(gauges.capacity, capacity, this.#labels);
    if (!counts || bytes) result.observe(gauges.held_bytes, bytes?.held ?? NaN, this.#labels);
    if (bytes) result.observe(gauges.capacity_bytes, bytes.capacity, this.#labels);
  }

  #lifetime({ lifetimes }: Instruments, event: SessionEvent): void {
    if (!('reason' in event && 'session' in event)) return;
    const { at, session, reason } = event;
    lifetimes.record((at - session.createdAt) / 1000, { ...this.#labels, reason: endReason(reason) });
  }

  #delivery({ eventDelays }: Instruments, { group, isHandled, delayMs }: HandledEnding): void {
    const outcomes = this.#deliveries.get(group) ?? { success: 0, failure: 0 };
    this.#deliveries.set(group, outcomes);
    outcomes[isHandled ? 'success' : 'failure'] += 1;
    if (isHandled) eventDelays.record(delayMs / 1000, { ...this.#labels, group });
  }

  #sweep({ sweeps }: Instruments, { durationMs, failure }: SweepRun): void {
    sweeps.record(durationMs / 1000, { ...this.#labels, outcome: failure === undefined ? 'success' : 'failure' });
  }
}
