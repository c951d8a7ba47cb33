import {
  Inject,
  Injectable,
  type Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Subject, type Observable } from 'rxjs';
import { isSessionError } from '../domain/errors.js';
import { DEFAULT_KIND } from '../domain/kind.js';
import { SessionEvents } from '../events/session-events.js';
import { sessionsLogger } from '../kinds/kind.js';
import type { ResolvedSessionsOptions } from '../options/sessions-options.js';
import { OWN_STORE, SESSIONS_OPTIONS, SWEEP_SCHEDULER } from '../sessions.tokens.js';
import type { SessionStore } from '../stores/session-store.js';
import { runSweep, type SweepRun } from './sweep-run.js';

/**
 * The largest part of its interval by which an instance sweeps earlier at random. It keeps instances from sweeping a
 * shared store at the same time.
 */
const SPREAD = 0.1;
/** How long a shutdown waits for the current slice. A store that hangs may never answer. */
const LAST_SLICE_MS = 5000;

/**
 * Removes expired sessions at an interval. A sweep frees memory and announces ended sessions; no request depends on it.
 * The interval is in Nest's `SchedulerRegistry` as `sessions-sweep`, or as `sessions-sweep:staff` for the module named `staff`.
 */
@Injectable()
export class SessionSweeper implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  /** Each run when it has ended. Completes when the application shuts down. */
  readonly runs$: Observable<SweepRun>;
  readonly #logger: Logger;
  readonly #runs = new Subject<SweepRun>();
  #intervalName: string | undefined;
  #running: Promise<SweepRun> | undefined;
  #lastRun: SweepRun | undefined;
  #failures = 0;
  #stopped = false;
  /** By the monotonic clock. Until a run has succeeded, it is the start of the application. */
  #lastSuccess = performance.now();

  constructor(
    @Inject(OWN_STORE) private readonly store: SessionStore,
    @Inject(SESSIONS_OPTIONS) private readonly options: ResolvedSessionsOptions,
    @Inject(SWEEP_SCHEDULER) private readonly scheduler: SchedulerRegistry,
    private readonly events: SessionEvents,
  ) {
    this.runs$ = this.#runs.asObservable();
    this.#logger = sessionsLogger(events.kind);
  }

  /** The last finished run, or `undefined` before the first. */
  get lastRun(): SweepRun | undefined {
    return this.#lastRun;
  }

  /** How many runs have failed since the start. */
  get failures(): number {
    return this.#failures;
  }

  /** Milliseconds since the last successful run; if there is none, since the start of the application. */
  get sinceSuccessMs(): number {
    return performance.now() - this.#lastSuccess;
  }

  /** Sweeps everything that is due. If a run is in progress, returns that run, so runs never overlap. */
  sweepNow(): Promise<SweepRun> {
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
    return this.#running;
  }

  onApplicationBootstrap(): void {
    const { intervalMs } = this.options.sweep;
    if (intervalMs === undefined || this.#stopped) return;
    this.#lastSuccess = performance.now();
    const { kind } = this.events;
    this.#intervalName = kind === DEFAULT_KIND ? 'sessions-sweep' : `sessions-sweep:${kind}`;
    const timer = setInterval(() => void this.sweepNow(), intervalMs * (1 - SPREAD * Math.random()));
    // `unref` lets a script end without closing its application context. With fake timers, the timer may be a number.
    if (typeof timer === 'object') timer.unref();
    this.scheduler.addInterval(this.#intervalName, timer);
  }

  /** Stops the timer. A run in progress ends after its current slice. */
  onModuleDestroy(): void {
    this.#stopped = true;
    const name = this.#intervalName;
    if (name !== undefined && this.scheduler.doesExist('interval', name)) this.scheduler.deleteInterval(name);
  }

  /** Waits for the current slice, so that the store closes after it. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#lastSlice();
    this.#runs.complete();
  }

  async #lastSlice(): Promise<void> {
    if (this.#running === undefined) return;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<'late'>((resolve) => (timer = setTimeout(resolve, LAST_SLICE_MS, 'late')));
    const first = await Promise.race([this.#running, tooLate]);
    clearTimeout(timer);
    if (first === 'late')
      this.#logger.warn(
        'The store did not answer the last slice of a sweep. The shutdown continues without the answer.',
      );
  }

  async #run(): Promise<SweepRun> {
    const run = await runSweep(this.store, this.events, this.options.sweep.batchSize, () => this.#stopped);
    this.#lastRun = run;
    if (run.failure === undefined) {
      this.#lastSuccess = performance.now();
    } else {
      this.#failures += 1;
      // The log of outages has it.
      const isOutage = isSessionError(run.failure) && run.failure.code === 'STORE_UNAVAILABLE';
      const reason = run.failure instanceof Error ? run.failure.message : 'the store gave no reason';
      if (!isOutage)
        this.#logger.error(
          `A sweep of expired sessions failed. The next sweep continues from there. Reason: ${reason}`,
        );
    }
    this.#runs.next(run);
    return run;
  }
}
