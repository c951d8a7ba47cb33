import { Logger } from '@nestjs/common';
import type { ApiError } from './api-error.js';

const REMINDER_MS = 60_000;

/** Logs that the store refuses sessions because it is full: one line, and a reminder each minute. */
export class RefusalLog {
  readonly #logger = new Logger('Api');
  #loggedAt = -Infinity;
  #refused = 0;

  /** `now` is in milliseconds. */
  add({ code, message, cause }: ApiError, now = performance.now()): void {
    if (now - this.#loggedAt < REMINDER_MS) {
      this.#refused += 1;
      return;
    }
    const reason = cause instanceof Error ? cause.message : message;
    const more = this.#refused > 0 ? ` Requests refused since the last line: ${String(this.#refused)}.` : '';
    this.#loggedAt = now;
    this.#refused = 0;
    this.#logger.error(`${code}: ${reason}${more}`);
  }
}
