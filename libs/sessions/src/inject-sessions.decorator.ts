import { Inject, type InjectionToken } from '@nestjs/common';
import type { SessionCookies } from './credentials/session-cookies.js';
import type { SessionsHealthIndicator } from './health/sessions-health.indicator.js';
import { DEFAULT_KIND } from './domain/kind.js';
import { kindToken } from './kinds/kind.js';
import { SessionsService } from './service/sessions.service.js';
import type { SESSION_STORE } from './sessions.tokens.js';
import type { SessionSweeper } from './sweeper/session-sweeper.js';

/** What a `SessionsModule` provides for each kind of sessions. */
export type SessionsProvider =
  | typeof SessionsService
  | typeof SessionCookies
  | typeof SessionsHealthIndicator
  | typeof SessionSweeper
  | typeof SESSION_STORE;

/**
 * Injects the `SessionsService` of `SessionsModule.forRoot({ name })`, or another provider of that module.
 *
 * @example
 * constructor(
 *   ‍@InjectSessions('staff') readonly staff: SessionsService,
 *   ‍@InjectSessions('staff', SessionsHealthIndicator) readonly health: SessionsHealthIndicator,
 * ) {}
 */
export function InjectSessions(
  name: string = DEFAULT_KIND,
  provider: SessionsProvider = SessionsService,
): ReturnType<typeof Inject> {
  return Inject(getSessionsToken(name, provider));
}

/**
 * The token of the same, for `app.get()`, for factories and for tests: `overrideProvider(getSessionsToken('staff', SESSION_STORE))`
 * replaces the store of one kind.
 */
export function getSessionsToken(
  name: string = DEFAULT_KIND,
  provider: SessionsProvider = SessionsService,
): InjectionToken {
  return kindToken(name, provider);
}
