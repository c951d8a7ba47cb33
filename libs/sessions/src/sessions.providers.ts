import type { InjectionToken, Provider } from '@nestjs/common';
import { InvalidOptionsError } from './domain/errors.js';
import { SessionGuard } from './guard/session.guard.js';
import { SessionRequests } from './guard/session-requests.js';
import { SessionsHealthIndicator } from './health/sessions-health.indicator.js';
import { checkKind, kindToken } from './kinds/kind.js';
import type { ResolvedSessionsOptions } from './options/sessions-options.js';
import { SessionsService } from './service/sessions.service.js';
import {
  OWN_SERVICE,
  OWN_STORE,
  OWN_SWEEPER,
  SESSION_STORE,
  SESSIONS_KIND,
  SESSIONS_OPTIONS,
} from './sessions.tokens.js';
import { MemorySessionStore } from './stores/memory/memory-session.store.js';
import type { SessionStore } from './stores/session-store.js';
import { SessionSweeper } from './sweeper/session-sweeper.js';

/** What a module provides under tokens of its kind. Throws `InvalidOptionsError` if its name is not valid. */
export function kindProviders(kind: string): Provider[] {
  checkKind(kind);
  return [
    { provide: SESSIONS_KIND, useValue: kind },
    {
      provide: kindToken(kind, SESSION_STORE),
      useFactory: ({ store }: ResolvedSessionsOptions): SessionStore => usable(store ?? new MemorySessionStore()),
      inject: [SESSIONS_OPTIONS],
    },
    { provide: OWN_STORE, useExisting: kindToken(kind, SESSION_STORE) },
    { provide: kindToken(kind, SessionsService), useClass: SessionsService },
    { provide: OWN_SERVICE, useExisting: kindToken(kind, SessionsService) },
    { provide: kindToken(kind, SessionSweeper), useClass: SessionSweeper },
    { provide: OWN_SWEEPER, useExisting: kindToken(kind, SessionSweeper) },
    { provide: kindToken(kind, SessionsHealthIndicator), useClass: SessionsHealthIndicator },
    { provide: kindToken(kind, SessionRequests), useClass: SessionRequests },
  ];
}

/** What a module gives to others. One guard serves every kind. */
export function kindExports(kind: string): InjectionToken[] {
  const own = [SESSION_STORE, SessionsService, SessionSweeper, SessionsHealthIndicator, SessionRequests];
  return [...own.map((of) => kindToken(kind, of)), SessionGuard];
}

/** Stores that a module has closed. */
const closed = new WeakSet<SessionStore>();

/** Notes that the store of a module is closed. */
export function noteClosed(store: SessionStore): void {
  closed.add(store);
}

/** Throws `InvalidOptionsError` if an application that was closed has used the store before. */
function usable(store: SessionStore): SessionStore {
  if (!closed.has(store)) return store;
  throw new InvalidOptionsError([
    'store was closed together with the application that used it before: make a store for each application, ' +
      'with forRootAsync({ useFactory: () => ({ store: new MemorySessionStore() }) })',
  ]);
}
