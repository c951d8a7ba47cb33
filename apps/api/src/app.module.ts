import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { SessionsModule, type SessionStore } from 'nest-sessions';
import { AdminController } from './admin/admin.controller.js';
import { ApiErrorFilter } from './errors/api-error.filter.js';
import { ProbesController } from './health/probes.controller.js';
import { HistoryController } from './history/history.controller.js';
import { SessionsHistory } from './history/sessions-history.js';
import { SessionsHealthController } from './health/sessions-health.controller.js';
import { GracefulShutdown } from './http/graceful-shutdown.js';
import { RequestPipe } from './http/request.pipe.js';
import { LateMeter } from './metrics/late-meter.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Metrics } from './metrics/metrics.js';
import { ScopeGuard } from './security/scopes.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { minutesToMs } from './settings/minutes.js';
import { apiKeysOf, SETTINGS, type Settings } from './settings/settings.js';

@Module({})
export class AppModule {
  static of(settings: Settings, store: SessionStore, meter: LateMeter): DynamicModule {
    const max = settings.SESSIONS_MAX_PER_USER;
    return {
      module: AppModule,
      imports: [
        SessionsModule.forRoot({
          store,
          timeouts: {
            idleTimeout: minutesToMs(settings.SESSION_DEFAULT_TIMEOUT_MINUTES),
            absoluteTimeout: minutesToMs(settings.SESSION_MAX_DURATION_MINUTES),
            warningThreshold: minutesToMs(settings.SESSION_WARNING_THRESHOLD_MINUTES),
          },
          ...(max > 0 && { maxPerUser: { max, policy: settings.SESSIONS_MAX_PER_USER_POLICY } }),
          sweep: { interval: minutesToMs(settings.SESSION_CLEANUP_INTERVAL_MINUTES) },
        }),
        TerminusModule.forRoot({ gracefulShutdownTimeoutMs: settings.DRAIN_SECONDS * 1000 }),
      ],
      controllers: [
        SessionsHealthController,
        HistoryController,
        SessionsController,
        AdminController,
        ProbesController,
        ...(settings.METRICS_PORT === undefined ? [MetricsController] : []),
      ],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: LateMeter, useValue: meter },
        { provide: APP_FILTER, useClass: ApiErrorFilter },
        { provide: APP_PIPE, useClass: RequestPipe },
        ...(apiKeysOf(settings).length > 0 ? [{ provide: APP_GUARD, useClass: ScopeGuard }] : []),
        GracefulShutdown,
        SessionsHistory,
        Metrics,
      ],
    };
  }
}
