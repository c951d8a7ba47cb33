import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { DEFAULT_KIND } from '../domain/kind.js';
import type { SessionCounts } from '../domain/session.js';
import type { ResolvedSessionsOptions } from '../options/sessions-options.js';
import { OWN_STORE, OWN_SWEEPER, SESSIONS_KIND, SESSIONS_OPTIONS } from '../sessions.tokens.js';
import type { SessionStore } from '../stores/session-store.js';
import { SessionSweeper } from '../sweeper/session-sweeper.js';
import type { HealthReport } from './health-report.js';
import { judge, type Verdict } from './health-status.js';
import { inTime } from './in-time.js';

/** The status with its reasons, and the counts that it was judged by. */
export interface HealthInspection extends Verdict {
  /** Absent if the store could not be asked. */
  readonly counts?: SessionCounts;
  /** Seconds since the sessions module was created. */
  readonly uptime: number;
}

/** Reports the health of sessions, as the documented report or as a Terminus indicator. Both ask the store once. */
@Injectable()
export class SessionsHealthIndicator implements OnModuleDestroy {
  readonly #startedAt = performance.now();
  /** Reported only if the module has a name. */
  readonly #kind: { readonly kind?: string } = {};
  #shuttingDown = false;

  constructor(
    @Inject(OWN_STORE) private readonly store: SessionStore,
    @Inject(SESSIONS_OPTIONS) private readonly options: ResolvedSessionsOptions,
    @Inject(OWN_SWEEPER) private readonly sweeper: SessionSweeper,
    private readonly indicators: HealthIndicatorService,
    @Inject(SESSIONS_KIND) kind = DEFAULT_KIND,
  ) {
    if (kind !== DEFAULT_KIND) this.#kind = { kind };
  }

  /** The documented report. Never throws: if the store fails, the status is `unhealthy`. */
  async report(): Promise<HealthReport> {
    const { status, counts, uptime } = await this.inspect();
    const timestamp = new Date(counts?.asOf ?? Date.now()).toISOString();
    if (!counts) return { status, timestamp, uptime, ...this.#kind };
    const { active: activeSessions, expiringSoon, quarantined: invalidSessions } = counts;
    if (invalidSessions === 0) return { status, activeSessions, timestamp, expiringSoon, uptime, ...this.#kind };
    return { status, activeSessions, timestamp, expiringSoon, invalidSessions, uptime, ...this.#kind };
  }

  /**
   * Reports `up`, `degraded` or `down` to Terminus, with counts and reasons. Terminus 11 does not know `degraded`; it
   * gets `up` with `degraded: true`.
   *
   * @example
   * health.check([() => indicator.check('sessions')])
   */
  async check<Key extends string>(key: Key): Promise<HealthIndicatorResult<Key>> {
    const { status, reasons, counts } = await this.inspect();
    const session = this.indicators.check(key);
    const data = {
      ...this.#kind,
      ...(counts && {
        activeSessions: counts.active,
        expiringSoon: counts.expiringSoon,
        invalidSessions: counts.quarantined,
      }),
      ...(reasons.length > 0 && { reasons }),
    };
    if (status === 'unhealthy') return session.down(data);
    if (status === 'healthy') return session.up(data);
    return knowsDegraded(session) ? session.degraded(data) : session.up({ degraded: true, ...data });
  }

  /** Asks the store once and judges what it answered. It never throws. */
  async inspect(): Promise<HealthInspection> {
    const { timeoutMs } = this.options.health;
    const askedAt = performance.now();
    let counts: SessionCounts | undefined;
    let storeFailure: string | undefined;
    try {
      counts = await inTime(() => this.store.counts(), timeoutMs);
      if (!counts) storeFailure = `the store did not answer within ${String(timeoutMs)} ms`;
    } catch (error) {
      storeFailure = `the store failed: ${reasonOf(error)}`;
    }
    const answeredAt = performance.now();
    const { sinceSuccessMs: sinceSweepMs } = this.sweeper;
    const answeredInMs = answeredAt - askedAt;
    const facts = { counts, storeFailure, answeredInMs, sinceSweepMs, shuttingDown: this.#shuttingDown };
    const uptime = (answeredAt - this.#startedAt) / 1000;
    return { ...judge(facts, this.options), ...(counts && { counts }), uptime };
  }

  /** This hook runs early in a shutdown, so probes see the shutdown while requests are still being served. */
  onModuleDestroy(): void {
    this.#shuttingDown = true;
  }
}

function knowsDegraded(session: object): boolean {
  return 'degraded' in session;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
