import {
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { SchedulerRegistry } from '@nestjs/schedule';
import { HealthIndicatorService } from '@nestjs/terminus';
import { InvalidOptionsError, isSessionError } from './domain/errors.js';
import { Fingerprint } from './domain/fingerprint.js';
import { SessionsHealthIndicator } from './health/sessions-health.indicator.js';
import { prepareGateways } from './guard/gateways.js';
import { SessionRequests } from './guard/session-requests.js';
import { SessionGuard } from './guard/session.guard.js';
import { resolveOptions } from './options/resolve-options.js';
import { SessionEvents } from './events/session-events.js';
import { SessionListeners } from './events/session-listeners.js';
import { SessionLog } from './events/session-log.js';
import { createInstruments, type Instruments } from './metrics/instruments.js';
import { findMeter } from './metrics/meter.js';
import { SessionMetrics } from './metrics/session-metrics.js';
import { TimedStore } from './metrics/timed-store.js';
import { ConfigurableModuleClass, type OPTIONS_TYPE } from './sessions.module-definition.js';
import type { ResolvedSessionsOptions, SessionsModuleOptions } from './options/sessions-options.js';
import { SessionsService } from './service/sessions.service.js';
import {
  SESSION_INSTRUMENTS,
  SESSION_STORE,
  SESSIONS_MODULE_OPTIONS,
  SESSIONS_OPTIONS,
  SWEEP_SCHEDULER,
} from './sessions.tokens.js';
import { MemorySessionStore } from './stores/memory/memory-session.store.js';
import type { SessionStore } from './stores/session-store.js';
import { SessionSweeper } from './sweeper/session-sweeper.js';

/**
 * Sessions for a Nest application: `SessionsService`, a sweeper that runs automatically, and a health indicator.
 *
 * @example
 * ‍@Module({ imports: [SessionsModule.forRoot({ timeouts: { idleTimeout: '15m' } })] })
 * export class AppModule {}
 */
@Module({
  imports: [DiscoveryModule],
  providers: [
    {
      provide: SESSIONS_OPTIONS,
      useFactory: (options: SessionsModuleOptions): ResolvedSessionsOptions => resolveOptions(options),
      inject: [SESSIONS_MODULE_OPTIONS],
    },
    {
      provide: SESSION_INSTRUMENTS,
      useFactory: async (): Promise<Instruments | undefined> => {
        const meter = await findMeter();
        return meter && createInstruments(meter);
      },
    },
    {
      provide: SESSION_STORE,
      useFactory: (options: ResolvedSessionsOptions, instruments: Instruments | undefined): SessionStore => {
        const store = usable(options.store ?? new MemorySessionStore());
        return instruments ? new TimedStore(store, instruments.operations) : store;
      },
      inject: [SESSIONS_OPTIONS, SESSION_INSTRUMENTS],
    },
    {
      // Uses the registry of the application if it imports `ScheduleModule`. An import of that module here would create
      // a second explorer, which would run every `@Cron()` of the application twice.
      provide: SWEEP_SCHEDULER,
      useFactory: (registry?: SchedulerRegistry): SchedulerRegistry => registry ?? new SchedulerRegistry(),
      inject: [{ token: SchedulerRegistry, optional: true }],
    },
    {
      provide: Fingerprint,
      useFactory: ({ logging }: ResolvedSessionsOptions): Fingerprint => new Fingerprint(logging.fingerprintKey),
      inject: [SESSIONS_OPTIONS],
    },
    HealthIndicatorService,
    SessionEvents,
    SessionListeners,
    SessionLog,
    SessionsService,
    SessionSweeper,
    SessionsHealthIndicator,
    SessionMetrics,
    SessionRequests,
    SessionGuard,
  ],
  exports: [SESSION_STORE, SessionsService, SessionSweeper, SessionsHealthIndicator, SessionRequests, SessionGuard],
})
export class SessionsModule extends ConfigurableModuleClass implements OnModuleInit, OnApplicationShutdown {
  constructor(@Inject(SESSION_STORE) private readonly store: SessionStore) {
    super();
  }

  /**
   * Throws `InvalidOptionsError`, which names every bad option. `forRootAsync` checks the options when the application
   * starts.
   */
  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    resolveOptions(withoutExtras(options));
    return super.forRoot(options);
  }

  /**
   * The application starts even if the store can't be reached yet. Health reports this, and the store recovers
   * automatically. The application does not start if the store refuses its stored data, for example data with another
   * layout.
   */
  async onModuleInit(): Promise<void> {
    await prepareGateways();
    try {
      await this.store.ping();
    } catch (error) {
      if (!isSessionError(error) || error.code !== 'STORE_UNAVAILABLE') throw error;
      new Logger('Sessions').warn(`The store can't be reached yet: ${error.message}`);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    closed.add(this.store instanceof TimedStore ? this.store.timed : this.store);
    await this.store.close();
  }
}

/** Stores that a module has closed. */
const closed = new WeakSet<SessionStore>();

/** Throws `InvalidOptionsError` if an earlier application has closed the store. */
function usable(store: SessionStore): SessionStore {
  if (!closed.has(store)) return store;
  throw new InvalidOptionsError([
    'store was closed by an earlier application: create a store for each application, ' +
      'with forRootAsync({ useFactory: () => ({ store: new MemorySessionStore() }) })',
  ]);
}

function withoutExtras({ isGlobal, ...options }: typeof OPTIONS_TYPE): SessionsModuleOptions {
  return options;
}
