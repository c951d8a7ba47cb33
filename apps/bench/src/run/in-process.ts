import { Bench } from 'tinybench';
import { idOf, type Contender } from '../contenders/contender.js';
import { EXPRESS_SESSION, KEYV, openContender, TIMER_EACH } from '../contenders/index.js';
import { fullSize, MILLION, type Options } from './options.js';
import type { Case } from './row.js';

/** Room beyond the sessions that stand, for those that a row creates. */
const SLACK = 10_000;
const MOST_IN_BATCH = 1000;

export interface Filled {
  readonly contender: Contender;
  readonly ids: string[];
}

/** Beyond so many sessions, filling takes these longer than all else together. */
const MOST: Readonly<Record<string, number>> = {
  [KEYV]: 100_000,
  [EXPRESS_SESSION]: MILLION,
  [TIMER_EACH]: MILLION,
};

/** Every contender at every size. */
export function casesOf(contenders: readonly string[], sizes: readonly number[]): Case[] {
  return sizes.flatMap((size) =>
    contenders.filter((contender) => size <= (MOST[contender] ?? Infinity)).map((contender) => ({ contender, size })),
  );
}

/** Only the size of the targets is measured in every round. */
export function repeatsAtFullSize({ size }: Case, options: Options): boolean {
  return size === fullSize(options);
}

/** Opens a contender and gives it as many sessions as the case says, each of a user of its own. */
export async function filled({ contender: name, size }: Case): Promise<Filled> {
  const contender = await openContender(name, size + SLACK);
  const ids = await fill(contender, size);
  return { contender, ids };
}

export async function fill(contender: Contender, size: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < size; made += 1) ids.push(idOf(await contender.create(userId(made))));
  return ids;
}

/** At most 12 characters: V8 keeps longer ones that are joined from parts as trees. */
export function userId(number: number): string {
  return `u${String(number)}`;
}

/** As many whole numbers below `size`, by chance, as a power of two. */
export function randomPlaces(size: number): Uint32Array {
  return Uint32Array.from({ length: 2 ** 20 }, () => Math.floor(Math.random() * size));
}

/** Nanoseconds of CPU time of one call, on average, its share of the garbage collection included. */
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

/** CPU time of this process, all threads together, in milliseconds: what other processes take meanwhile does not count. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Runs until its time is over; `work` may tell its own duration, where only a part of it counts. */
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

/** So many that a batch takes about a millisecond, and the clock of the benchmark costs nothing. */
function batchSize(call: () => unknown): number {
  const began = performance.now();
  let calls = 0;
  while (calls < MOST_IN_BATCH && performance.now() - began < 5) {
    void call();
    calls += 1;
  }
  return calls;
}
