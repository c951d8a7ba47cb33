import type { Attributes, Histogram } from '@opentelemetry/api';
import type { EndCause } from '../domain/ending.js';
import { isSessionError } from '../domain/errors.js';
import { DEFAULT_KIND } from '../domain/kind.js';
import type { NewSession, QuarantinedRecord, SessionCounts, UserLimit } from '../domain/session.js';
import type { TimeoutChanges } from '../domain/timeouts.js';
import type {
  CreatedSession,
  MetadataChange,
  PageQuery,
  RenewalLookup,
  RevokedBatch,
  SessionStore,
  StoreConsumer,
  StoreConsumerOptions,
  StoreLookup,
  StorePage,
  SweepBatch,
} from '../stores/session-store.js';

/**
 * Of a store within the process, one call in so many is timed: to record a duration takes about as long as a touch. A store
 * that is shared is a network away, so each call is timed.
 */
const CALLS_PER_TIMED_CALL = 32;

/** Each instance of a shared store reports all of its sessions, so a sum over instances must leave such stores out. */
export function labelsOf({ name, shared = false }: SessionStore, kind: string): Attributes {
  return { store: name, shared: String(shared), ...(kind !== DEFAULT_KIND && { kind }) };
}

/** A store whose operations are timed. It passes everything on, and counts how often the store became unavailable. */
export class TimedStore implements SessionStore {
  readonly name: string;
  readonly shared: boolean;
  readonly #labels: Attributes;
  readonly #every: number;
  #calls = 0;
  #isUp = true;
  #outages = 0;
  readonly consumer?: (options: StoreConsumerOptions) => StoreConsumer;

  constructor(
    readonly timed: SessionStore,
    private readonly durations: Histogram,
    kind: string,
  ) {
    this.name = timed.name;
    this.shared = timed.shared ?? false;
    this.#labels = labelsOf(timed, kind);
    this.#every = this.shared ? 1 : CALLS_PER_TIMED_CALL;
    // Absent where the store has none: that is how the module tells whether the store keeps endings.
    if (timed.consumer) this.consumer = timed.consumer.bind(timed);
  }

  get outages(): number {
    return this.#outages;
  }

  create(input: NewSession, limit?: UserLimit): Promise<CreatedSession> {
    return this.#time('create', () => this.timed.create(input, limit));
  }

  get(id: string): Promise<StoreLookup> {
    return this.#time('get', () => this.timed.get(id));
  }

  touch(id: string, precisionMs?: number): Promise<RenewalLookup> {
    return this.#time('touch', () => this.timed.touch(id, precisionMs));
  }

  renew(id: string): Promise<RenewalLookup> {
    return this.#time('renew', () => this.timed.renew(id));
  }

  updateTimeouts(id: string, changes: TimeoutChanges): Promise<StoreLookup> {
    return this.#time('update_timeouts', () => this.timed.updateTimeouts(id, changes));
  }

  updateMetadata(id: string, change: MetadataChange): Promise<StoreLookup> {
    return this.#time('update_metadata', () => this.timed.updateMetadata(id, change));
  }

  rotate(id: string, graceMs?: number): Promise<StoreLookup> {
    return this.#time('rotate', () => this.timed.rotate(id, graceMs));
  }

  delete(id: string, cause?: EndCause): Promise<StoreLookup> {
    return this.#time('delete', () => this.timed.delete(id, cause));
  }

  revokeByUser(userId: string, limit: number, except?: string, cause?: EndCause): Promise<RevokedBatch> {
    return this.#time('revoke_by_user', () => this.timed.revokeByUser(userId, limit, except, cause));
  }

  quarantine(id: string, problem: string): Promise<StoreLookup> {
    return this.#time('quarantine', () => this.timed.quarantine(id, problem));
  }

  list(query: PageQuery): Promise<StorePage> {
    return this.#time('list', () => this.timed.list(query));
  }

  counts(): Promise<SessionCounts> {
    return this.#time('counts', () => this.timed.counts());
  }

  sweep(limit: number): Promise<SweepBatch> {
    return this.#time('sweep', () => this.timed.sweep(limit));
  }

  quarantined(limit: number): Promise<readonly QuarantinedRecord[]> {
    return this.#time('quarantined', () => this.timed.quarantined(limit));
  }

  clearQuarantine(): Promise<number> {
    return this.#time('clear_quarantine', () => this.timed.clearQuarantine());
  }

  ping(): Promise<void> {
    return this.timed.ping();
  }

  close(): Promise<void> {
    return this.timed.close();
  }

  #time<Result>(operation: string, call: () => Promise<Result>): Promise<Result> {
    this.#calls += 1;
    return this.#calls % this.#every === 0 ? this.#timedCall(operation, call) : call();
  }

  async #timedCall<Result>(operation: string, call: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    try {
      const result = await call();
      this.#isUp = true;
      this.#record(startedAt, operation);
      return result;
    } catch (error) {
      const code = isSessionError(error) ? error.code : 'OTHER';
      if (code === 'STORE_UNAVAILABLE' && this.#isUp) {
        this.#isUp = false;
        this.#outages += 1;
      }
      this.#record(startedAt, operation, code);
      throw error;
    }
  }

  #record(startedAt: number, operation: string, errorType?: string): void {
    const seconds = (performance.now() - startedAt) / 1000;
    this.durations.record(seconds, {
      ...this.#labels,
      operation,
      ...(errorType !== undefined && { error_type: errorType }),
    });
  }
}
