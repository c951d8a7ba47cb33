import { PerformanceObserver } from 'node:perf_hooks';

/** Records the pauses of the garbage collector from now on, in milliseconds. */
export function gcPauses(): { longest: () => number; count: () => number } {
  let longest = 0;
  let count = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      longest = Math.max(longest, duration);
      count += 1;
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  return { longest: () => longest, count: () => count };
}
