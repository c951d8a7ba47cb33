import type { OpeningProgress } from './options.js';

const EVERY_MS = 1000;

/** Passes on how far the opening is, at most once each second. */
export class OpeningReports {
  latest: Pick<OpeningProgress, 'read' | 'total'> = { read: 0, total: 0 };
  #reportedAt = performance.now();

  constructor(private readonly onOpening: ((progress: OpeningProgress) => void) | undefined) {}

  readonly report = (progress: OpeningProgress): void => {
    this.latest = progress;
    if (performance.now() - this.#reportedAt < EVERY_MS) return;
    this.#reportedAt += EVERY_MS;
    this.onOpening?.(progress);
  };
}
