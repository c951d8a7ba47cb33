var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var AppModule_1;
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { SessionsModule } from 'nest-sessions';
import { ApiErrorFilter } from './errors/api-error.filter.js';
import { ProbesController } from './health/probes.controller.js';
import { SessionsHealthController } from './health/sessions-health.controller.js';
import { GracefulShutdown } from './http/graceful-shutdown.js';
import { RequestPipe } from './http/request.pipe.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { minutesToMs } from './settings/minutes.js';
import { SETTINGS } from './settings/settings.js';
let AppModule = AppModule_1 = class AppModule {
    static of(settings, store) {
        const max = settings.SESSIONS_MAX_PER_USER;
        return {
            module: AppModule_1,
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
            controllers: [SessionsHealthController, SessionsController, ProbesController],
            providers: [
                { provide: SETTINGS, useValue: settings },
                { provide: APP_FILTER, useClass: ApiErrorFilter },
                { provide: APP_PIPE, useClass: RequestPipe },
                GracefulShutdown,
            ],
        };
    }
};
AppModule = AppModule_1 = __decorate([
    Module({})
], AppModule);
export { AppModule };
//# sourceMappingURL=app.module.js.map