import type { Logger } from '@nestjs/common';

const REMINDER_MS = 60_000;

/** Writes that the server is full: one line when it begins to refuse sessions, and one each minute while it goes on. */
export class RefusalLog {
  #loggedAt = -Infinity;
  #refused = 0;

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  refused(reason: string): void {
    this.#refused += 1;
    const now = this.now();
    if (now - this.#loggedAt < REMINDER_MS) return;
    const requests = this.#refused === 1 ? '1 request was' : `${String(this.#refused)} requests were`;
    this.logger.warn(`No sessions can be created: ${requests} refused since the last such line. ${reason}`);
    this.#loggedAt = now;
    this.#refused = 0;
  }
}
