import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { SessionCounts } from '../domain/session.js';
import type { ResolvedSessionsOptions } from '../sessions.options.js';
import { SESSION_STORE, SESSIONS_OPTIONS } from '../sessions.tokens.js';
import type { SessionStore } from '../stores/session-store.js';
import { SessionSweeper } from '../sweeper/session-sweeper.js';
import type { HealthReport } from './health-report.js';
import { judge, type Verdict } from './health-status.js';

interface Answer {
  readonly counts: SessionCounts | undefined;
  readonly failure: string | undefined;
  readonly answeredInMs: number;
}

/** Tells how the sessions are: as the documented report, or as a Terminus indicator. Both cost one look at the store. */
@Injectable()
export class SessionsHealthIndicator implements OnModuleDestroy {
  readonly #startedAt = performance.now();
  #shuttingDown = false;

  constructor(
    @Inject(SESSION_STORE) private readonly store: SessionStore,
    @Inject(SESSIONS_OPTIONS) private readonly options: ResolvedSessionsOptions,
    private readonly sweeper: SessionSweeper,
    private readonly indicators: HealthIndicatorService,
  ) {}

  /** The documented report. It never throws: a store that fails is `unhealthy`. */
  async report(): Promise<HealthReport> {
    const { counts, verdict } = await this.#look();
    return {
      status: verdict.status,
      ...(counts && { activeSessions: counts.active }),
      timestamp: new Date(counts?.asOf ?? Date.now()).toISOString(),
      ...(counts && { expiringSoon: counts.expiringSoon }),
      ...(counts && counts.invalid > 0 && { invalidSessions: counts.invalid }),
      uptime: (performance.now() - this.#startedAt) / 1000,
    };
  }

  /**
   * For Terminus: `up`, `degraded` or `down`, with counts and reasons. Terminus 11 knows no `degraded`; there it is `up`
   * with `degraded: true`.
   *
   * @example
   * health.check([() => sessions.check('sessions')])
   */
  async check<Key extends string>(key: Key): Promise<HealthIndicatorResult<Key>> {
    const { counts, verdict } = await this.#look();
    const session = this.indicators.check(key);
    const data = {
      ...(counts && {
        activeSessions: counts.active,
        expiringSoon: counts.expiringSoon,
        invalidSessions: counts.invalid,
      }),
      ...(verdict.reasons.length > 0 && { reasons: verdict.reasons }),
    };
    if (verdict.status === 'unhealthy') return session.down(data);
    if (verdict.status === 'healthy') return session.up(data);
    return knowsDegraded(session) ? session.degraded(data) : session.up({ degraded: true, ...data });
  }

  /** Among the first hooks of a shutdown, so that probes see it while requests are still being served. */
  onModuleDestroy(): void {
    this.#shuttingDown = true;
  }

  async #look(): Promise<{ counts: SessionCounts | undefined; verdict: Verdict }> {
    const { counts, failure, answeredInMs } = await this.#ask();
    const verdict = judge(
      {
        counts,
        storeFailure: failure,
        answeredInMs,
        sinceSweepMs: this.sweeper.sinceSuccessMs,
        shuttingDown: this.#shuttingDown,
      },
      this.options,
    );
    return { counts, verdict };
  }

  /** A store that throws instead of rejecting is one that fails. */
  async #counts(): Promise<SessionCounts> {
    return this.store.counts();
  }

  async #ask(): Promise<Answer> {
    const { timeoutMs } = this.options.health;
    const began = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve(`the store did not answer within ${String(timeoutMs)} ms`), timeoutMs);
    });
    const answer = this.#counts().catch((error: unknown) => `the store failed: ${reasonOf(error)}`);
    const first = await Promise.race([answer, late]);
    clearTimeout(timer);
    const answeredInMs = performance.now() - began;
    if (typeof first === 'string') return { counts: undefined, failure: first, answeredInMs };
    return { counts: first, failure: undefined, answeredInMs };
  }
}

function knowsDegraded(session: object): boolean {
  return 'degraded' in session;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
