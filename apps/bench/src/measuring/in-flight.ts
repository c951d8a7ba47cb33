import { percentile } from './percentile.js';

export interface Flight {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Keeps `calls` calls in flight until `until` settles, or for so many milliseconds. */
export async function inFlight(
  calls: number,
  until: number | Promise<unknown>,
  call: () => Promise<unknown>,
): Promise<Flight> {
  const times: number[] = [];
  let over = false;
  const end = (): void => {
    over = true;
  };
  if (typeof until === 'number') setTimeout(end, until);
  else void until.finally(end);
  const began = performance.now();
  const lane = async (): Promise<void> => {
    while (!over) {
      const called = performance.now();
      await call();
      times.push(performance.now() - called);
    }
  };
  await Promise.all(Array.from({ length: calls }, lane));
  const seconds = (performance.now() - began) / 1000;
  return { perSecond: times.length / seconds, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/** Makes `count` calls, with at most `calls` in flight. */
export async function times(count: number, calls: number, call: (number: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await call(next - 1);
    }
  };
  await Promise.all(Array.from({ length: calls }, lane));
}
