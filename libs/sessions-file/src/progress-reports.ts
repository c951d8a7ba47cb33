import type { OpeningProgress } from './options.js';

const EVERY_MS = 1000;

/** Passes on at most one report each second. */
export function atMostEachSecond(report: (progress: OpeningProgress) => void): (progress: OpeningProgress) => void {
  let reportedAt = performance.now();
  return (progress) => {
    if (performance.now() - reportedAt < EVERY_MS) return;
    reportedAt += EVERY_MS;
    report(progress);
  };
}
