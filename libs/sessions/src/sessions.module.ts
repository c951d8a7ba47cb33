import { Inject, Module, type DynamicModule, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { SchedulerRegistry } from '@nestjs/schedule';
import { HealthIndicatorService } from '@nestjs/terminus';
import { SessionConnections } from './connections/session-connections.js';
import { SessionCookies } from './credentials/session-cookies.js';
import { isSessionError } from './domain/errors.js';
import { prepareGateways } from './guard/gateways.js';
import { GuardedRoutes } from './guard/guarded-routes.js';
import { SessionGuard } from './guard/session.guard.js';
import { sessionsLogger } from './kinds/kind.js';
import { SessionKinds } from './kinds/session-kinds.js';
import { givenStore } from './outages/observed-store.js';
import { resolveOptions } from './options/resolve-options.js';
import { SessionEvents } from './events/session-events.js';
import { SessionListeners } from './events/session-listeners.js';
import { SessionLog } from './events/session-log.js';
import { createInstruments, type Instruments } from './metrics/instruments.js';
import { findMeter } from './metrics/meter.js';
import { SessionMetrics } from './metrics/session-metrics.js';
import { ConfigurableModuleClass, type OPTIONS_TYPE } from './sessions.module-definition.js';
import type { ResolvedSessionsOptions, SessionsModuleOptions } from './options/sessions-options.js';
import { noteClosed } from './sessions.providers.js';
import {
  OWN_STORE,
  SESSION_INSTRUMENTS,
  SESSIONS_KIND,
  SESSIONS_MODULE_OPTIONS,
  SESSIONS_OPTIONS,
  SWEEP_SCHEDULER,
} from './sessions.tokens.js';
import type { SessionStore } from './stores/session-store.js';

/**
 * Sessions for a Nest application: `SessionsService`, a sweeper that runs automatically, and a health indicator. An
 * application with several kinds of sessions imports the module once for each kind, with a `name`.
 *
 * @example
 * ‍@Module({ imports: [SessionsModule.forRoot({ timeouts: { idleTimeout: '15m' } })] })
 * export class AppModule {}
 */
@Module({
  imports: [DiscoveryModule],
  providers: [
    SessionKinds,
    {
      provide: SESSIONS_OPTIONS,
      useFactory: (options: SessionsModuleOptions, kind: string): ResolvedSessionsOptions =>
        resolveOptions(options, kind),
      // `SessionKinds` refuses two modules with the same name before one of them opens its store.
      inject: [SESSIONS_MODULE_OPTIONS, SESSIONS_KIND, SessionKinds],
    },
    {
      provide: SESSION_INSTRUMENTS,
      useFactory: async (): Promise<Instruments | undefined> => {
        const meter = await findMeter();
        return meter && createInstruments(meter);
      },
    },
    {
      // Uses the registry of the application if it imports `ScheduleModule`. An import of that module here would create
      // a second explorer, which would run every `@Cron()` of the application twice.
      provide: SWEEP_SCHEDULER,
      useFactory: (registry?: SchedulerRegistry): SchedulerRegistry => registry ?? new SchedulerRegistry(),
      inject: [{ token: SchedulerRegistry, optional: true }],
    },
    HealthIndicatorService,
    SessionEvents,
    SessionListeners,
    SessionLog,
    SessionMetrics,
    GuardedRoutes,
    SessionGuard,
    SessionConnections,
  ],
})
export class SessionsModule extends ConfigurableModuleClass implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @Inject(OWN_STORE) private readonly store: SessionStore,
    @Inject(SESSIONS_KIND) private readonly kind: string,
    private readonly kinds: SessionKinds,
  ) {
    super();
  }

  /**
   * Throws `InvalidOptionsError`, which names every bad option. `forRootAsync` checks the options when the application
   * starts.
   */
  static override forRoot(options: typeof OPTIONS_TYPE = {}): DynamicModule {
    const { cookie } = resolveOptions(withoutExtras(options), options.name);
    new SessionCookies(cookie);
    return super.forRoot(options);
  }

  /**
   * The application starts even if the store can't be reached yet. Health reports this, and the store recovers
   * automatically. The application does not start if the store refuses its stored data, for example data with another
   * layout.
   */
  async onModuleInit(): Promise<void> {
    this.kinds.assertOwnStores(givenStore);
    await prepareGateways();
    try {
      await this.store.ping();
    } catch (error) {
      if (!isSessionError(error) || error.code !== 'STORE_UNAVAILABLE') throw error;
      sessionsLogger(this.kind).warn(`The store can't be reached yet: ${error.message}`);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    noteClosed(this.store);
    await this.store.close();
  }
}

function withoutExtras({ isGlobal, name, ...options }: typeof OPTIONS_TYPE): SessionsModuleOptions {
  return options;
}
