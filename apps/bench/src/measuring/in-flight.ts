import { percentile } from './percentile.js';

export interface Flight {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Keeps `calls` calls in flight until the promise `until` settles, or for `until` milliseconds. */
export async function inFlight(
  calls: number,
  until: number | Promise<unknown>,
  call: () => Promise<unknown>,
): Promise<Flight> {
  const times: number[] = [];
  const began = performance.now();
  let over = false;
  if (typeof until !== 'number') {
    void until.finally(() => {
      over = true;
    });
  }
  // It uses no timer: if all calls settle in microtasks, a timer would never fire.
  const isOver = (): boolean => over || (typeof until === 'number' && performance.now() - began >= until);
  const lane = async (): Promise<void> => {
    while (!isOver()) {
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
