import { Logger } from '@nestjs/common';
import type { ApiError } from './api-error.js';

const REMINDER_MS = 60_000;

/** Logs refusals while the store is unavailable or full: one line for each code, and a reminder each minute. */
export class RefusalLog {
  readonly #logger = new Logger('Api');
  readonly #codes = new Map<string, { loggedAt: number; refused: number }>();

  /** `now` is in milliseconds. */
  add({ code, message, cause }: ApiError, now = performance.now()): void {
    const { loggedAt, refused } = this.#codes.get(code) ?? { loggedAt: -Infinity, refused: 0 };
    if (now - loggedAt < REMINDER_MS) {
      this.#codes.set(code, { loggedAt, refused: refused + 1 });
      return;
    }
    this.#codes.set(code, { loggedAt: now, refused: 0 });
    const reason = cause instanceof Error ? cause.message : message;
    const more = refused > 0 ? ` Requests refused since the last line: ${String(refused)}.` : '';
    this.#logger.error(`${code}: ${reason}${more}`);
  }
}
