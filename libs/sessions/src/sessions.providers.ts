import type { InjectionToken, Provider } from '@nestjs/common';
import { SessionCookies } from './credentials/session-cookies.js';
import { InvalidOptionsError } from './domain/errors.js';
import { SessionGuard } from './guard/session.guard.js';
import { SessionRequests } from './guard/session-requests.js';
import { SessionsHealthIndicator } from './health/sessions-health.indicator.js';
import { checkKind, kindToken, sessionsLogger } from './kinds/kind.js';
import type { Instruments } from './metrics/instruments.js';
import { operationTimer } from './metrics/operation-timer.js';
import { givenStore, observedStore } from './outages/observed-store.js';
import { OutageLog } from './outages/outage-log.js';
import type { ResolvedSessionsOptions } from './options/sessions-options.js';
import { SessionsService } from './service/sessions.service.js';
import {
  OWN_COOKIES,
  OWN_HEALTH,
  OWN_REQUESTS,
  OWN_SERVICE,
  OWN_STORE,
  OWN_SWEEPER,
  SESSION_INSTRUMENTS,
  SESSION_STORE,
  SESSIONS_KIND,
  SESSIONS_OPTIONS,
} from './sessions.tokens.js';
import { MemorySessionStore } from './stores/memory/memory-session.store.js';
import type { SessionStore } from './stores/session-store.js';
import { SessionSweeper } from './sweeper/session-sweeper.js';

/** The providers whose tokens depend on the kind of the module. Throws `InvalidOptionsError` if its name is not valid. */
export function kindProviders(kind: string): Provider[] {
  checkKind(kind);
  return [
    { provide: SESSIONS_KIND, useValue: kind },
    {
      provide: kindToken(kind, SESSION_STORE),
      useFactory: (options: ResolvedSessionsOptions, outages: OutageLog, instruments?: Instruments): SessionStore => {
        const store = usable(options.store ?? new MemorySessionStore());
        const timed = instruments ? observedStore(store, operationTimer(instruments.operations, store, kind)) : store;
        // The memory store itself is always available. A class derived from it need not be.
        return store.constructor === MemorySessionStore ? timed : observedStore(timed, outages.observe);
      },
      inject: [SESSIONS_OPTIONS, OutageLog, SESSION_INSTRUMENTS],
    },
    { provide: OutageLog, useFactory: () => new OutageLog(sessionsLogger(kind)) },
    { provide: OWN_STORE, useExisting: kindToken(kind, SESSION_STORE) },
    { provide: kindToken(kind, SessionsService), useClass: SessionsService },
    { provide: OWN_SERVICE, useExisting: kindToken(kind, SessionsService) },
    { provide: kindToken(kind, SessionSweeper), useClass: SessionSweeper },
    { provide: OWN_SWEEPER, useExisting: kindToken(kind, SessionSweeper) },
    { provide: kindToken(kind, SessionsHealthIndicator), useClass: SessionsHealthIndicator },
    { provide: OWN_HEALTH, useExisting: kindToken(kind, SessionsHealthIndicator) },
    {
      provide: kindToken(kind, SessionCookies),
      useFactory: ({ cookie }: ResolvedSessionsOptions): SessionCookies => {
        const logger = sessionsLogger(kind);
        return new SessionCookies(cookie, (message) => {
          logger.warn(message);
        });
      },
      inject: [SESSIONS_OPTIONS],
    },
    { provide: OWN_COOKIES, useExisting: kindToken(kind, SessionCookies) },
    { provide: kindToken(kind, SessionRequests), useClass: SessionRequests },
    { provide: OWN_REQUESTS, useExisting: kindToken(kind, SessionRequests) },
  ];
}

/** What a module exports. One guard serves all kinds. */
export function kindExports(kind: string): InjectionToken[] {
  const own = [
    SESSION_STORE,
    SessionsService,
    SessionSweeper,
    SessionsHealthIndicator,
    SessionCookies,
    SessionRequests,
  ];
  return [...own.map((of) => kindToken(kind, of)), SessionGuard];
}

/** Stores that a module has closed. */
const closed = new WeakSet<object>();

/** Notes that a module closes its store. */
export function noteClosed(store: SessionStore): void {
  const given = givenStore(store);
  if (typeof given === 'object' && given !== null) closed.add(given);
}

/** Throws `InvalidOptionsError` if an earlier application has closed the store. */
function usable(store: SessionStore): SessionStore {
  if (!closed.has(store)) return store;
  throw new InvalidOptionsError([
    'store was closed by an earlier application: create a store for each application, ' +
      'with forRootAsync({ useFactory: () => ({ store: new MemorySessionStore() }) })',
  ]);
}
