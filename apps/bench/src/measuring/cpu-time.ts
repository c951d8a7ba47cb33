import { Bench } from 'tinybench';

const MAX_BATCH = 1000;

/**
 * CPU time of this process in milliseconds, all threads together. It includes the garbage collector's threads and
 * leaves out the time that other processes take meanwhile.
 */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The CPU time of one call in nanoseconds, on average, with its share of the garbage collection. */
export async function costOf(call: () => unknown, how: 'awaited' | 'plain'): Promise<number> {
  const size = batchSize(call);
  const plain = (): void => {
    for (let left = size; left > 0; left -= 1) call();
  };
  const awaited = async (): Promise<void> => {
    for (let left = size; left > 0; left -= 1) await call();
  };
  return (await meanMs(how === 'plain' ? plain : awaited)) * (1e6 / size);
}

/** The mean CPU time of `work` in milliseconds. `work` may return its own duration if only a part of it counts. */
export async function meanMs(work: () => unknown): Promise<number> {
  const bench = new Bench({
    now: cpuMs,
    time: 500,
    iterations: 8,
    warmupTime: 250,
    warmupIterations: 2,
    throws: true,
  });
  bench.add('work', work);
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error('The measurement did not end.');
  return task.result.latency.mean;
}

/** Enough calls that a batch takes about a millisecond, so that reading the clock costs next to nothing. */
function batchSize(call: () => unknown): number {
  const began = performance.now();
  let calls = 0;
  while (calls < MAX_BATCH && performance.now() - began < 5) {
    void call();
    calls += 1;
  }
  return calls;
}
