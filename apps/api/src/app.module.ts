import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { SessionsModule, type SessionStore } from 'nest-sessions';
import { ApiErrorFilter } from './errors/api-error.filter.js';
import { ProbesController } from './health/probes.controller.js';
import { SessionsHealthController } from './health/sessions-health.controller.js';
import { DRAIN_MS, OpenConnections } from './http/open-connections.js';
import { ApiKeyGuard } from './security/api-key.guard.js';
import { RateLimitGuard } from './security/rate-limit.guard.js';
import { REQUEST_SCHEMAS, requestSchemas } from './sessions/request-schemas.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { minutesToMs } from './settings/minutes.js';
import { SETTINGS, type Settings } from './settings/settings.js';

@Module({})
export class AppModule {
  static of(settings: Settings, store: SessionStore): DynamicModule {
    const { defaults, bounds, maxPerUser, sweepIntervalMs } = settings;
    return {
      module: AppModule,
      imports: [
        SessionsModule.forRoot({
          store,
          timeouts: {
            idleTimeout: minutesToMs(defaults.timeoutMinutes),
            absoluteTimeout: minutesToMs(defaults.maxDurationMinutes),
            warningThreshold: minutesToMs(defaults.warningThresholdMinutes),
          },
          maxPerUser,
          sweep: { interval: sweepIntervalMs },
        }),
        TerminusModule.forRoot({ gracefulShutdownTimeoutMs: DRAIN_MS }),
      ],
      controllers: [SessionsHealthController, SessionsController, ProbesController],
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: REQUEST_SCHEMAS, useValue: requestSchemas(bounds, defaults) },
        { provide: APP_FILTER, useClass: ApiErrorFilter },
        // The limit comes first, so that keys can't be tried out faster than it allows.
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_GUARD, useClass: ApiKeyGuard },
        OpenConnections,
      ],
    };
  }
}
