import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SessionsHealthIndicator, SessionsService, type SessionEvent } from 'nest-sessions';
import { hostname } from 'node:os';
import type { Subscription } from 'rxjs';
import { SETTINGS, type Settings } from '../settings/settings.js';
import type { HistoryDto, HistoryMinuteDto } from './history.dto.js';
import { leakWarning } from './leak.js';

const MINUTE_MS = 60_000;
/** A day. */
export const MAX_MINUTES = 24 * 60;

/** Keeps the counts of the last day, one entry a minute. */
@Injectable()
export class SessionsHistory implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #minutes: HistoryMinuteDto[] = [];
  #subscription: Subscription | undefined;
  #timer: NodeJS.Timeout | undefined;
  #created = 0;
  #ended = 0;

  constructor(
    private readonly health: SessionsHealthIndicator,
    private readonly sessions: SessionsService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    this.#subscription = this.sessions.events$.subscribe((event) => this.#count(event));
    this.#timer = setInterval(() => void this.#record(), MINUTE_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.#subscription?.unsubscribe();
  }

  /** The last minutes, at most so many. */
  last(minutes: number): HistoryDto {
    const warning = this.leakWarning();
    return {
      instance: `${hostname()}:${String(process.pid)}`,
      warnings: warning === undefined ? [] : [warning],
      minutes: this.#minutes.slice(-minutes),
    };
  }

  leakWarning(): string | undefined {
    const { SESSIONS_LEAK_MINUTES: minutes, SESSIONS_LEAK_GROWTH_PERCENT: growthPercent } = this.settings;
    return leakWarning(this.#minutes, { minutes, growthPercent });
  }

  #count(event: SessionEvent): void {
    if (event.type === 'created') this.#created += 1;
    else if ('reason' in event) this.#ended += 1;
  }

  async #record(): Promise<void> {
    const [created, ended] = [this.#created, this.#ended];
    this.#created = this.#ended = 0;
    const { status, counts } = await this.health.inspect();
    this.#minutes.push({
      timestamp: new Date(counts?.asOf ?? Date.now()).toISOString(),
      status,
      ...(counts && {
        activeSessions: counts.active,
        expiringSoon: counts.expiringSoon,
        expiredSessions: counts.expired,
        invalidSessions: counts.quarantined,
      }),
      created,
      ended,
    });
    if (this.#minutes.length > MAX_MINUTES) this.#minutes.shift();
  }
}
