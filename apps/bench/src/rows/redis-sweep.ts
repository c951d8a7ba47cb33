import { RedisSessionStore } from '../contenders/redis-store.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { EMPTY, TIMEOUTS } from '../contenders/peer-session.js';
import { REDIS_STORE } from '../contenders/redis-touches.js';
import { inFlight, times } from '../measuring/in-flight.js';
import { RedisProcess } from '../measuring/redis-process.js';
import type { Row } from '../suite/row.js';
import { atLeast, atMost } from '../suite/targets.js';

const ALIVE = 1000;
const BATCH = 500;
/** The share that is swept first and does not count, so that the scripts are loaded and the code is compiled. */
const WARM_UP = 0.1;
const TOUCHES = 4;

export const redisSweep: Row = {
  name: 'redis-sweep',
  title: 'Redis: sweep',
  about:
    'Expired sessions are swept in batches of 500: first alone, then while another connection of the same process keeps ' +
    'four touches in flight.',
  metrics: [
    { key: 'alone', title: 'swept, alone', unit: 'a second' },
    { key: 'beside', title: 'swept, beside touches', unit: 'a second' },
    { key: 'quiet', title: 'touch p99 without a sweep', unit: 'ms' },
    { key: 'p99', title: 'touch p99 with a sweep', unit: 'ms' },
    { key: 'times', title: 'with ÷ without', unit: '' },
  ],
  limits:
    'Touches wait for the process that sweeps more than for Redis. Scripts of 25, 50, 64, 80 and 100 sessions gave a p99 ' +
    'between 2.7 and 4.6 ms, in no order; a script of 100 takes 1.3 ms. The process reads the swept sessions, and its ' +
    'garbage collector stops it for 1.3 to 2 ms about six times in 0.35 s. That alone delays more than one touch in a hundred.',
  base: REDIS_STORE,
  own: [REDIS_STORE],
  plan: ({ quick }) => [{ contender: REDIS_STORE, size: quick ? 2000 : 100_000 }],
  async measure({ size }) {
    const redis = await RedisProcess.start();
    const [first, second] = [await redis.connect(), await redis.connect()];
    const [sweeping, touching] = [new RedisSessionStore({ client: first }), new RedisSessionStore({ client: second })];
    const ids: string[] = [];
    const create = async (idleTimeoutMs: number, number: number): Promise<string> => {
      const timeouts = { ...TIMEOUTS, idleTimeoutMs, warningThresholdMs: 0 };
      const userId = `u${String(number)}`;
      const { session } = await touching.create({ userId, attributes: EMPTY, metadata: EMPTY, timeouts });
      return session.id;
    };
    await times(ALIVE, 64, async (number) => ids.push(await create(TIMEOUTS.idleTimeoutMs, number)));
    await times(size, 128, (number) => create(1, number));
    await sleep(5);
    const touch = (): Promise<unknown> => touching.touch(ids[Math.floor(Math.random() * ids.length)] ?? '');
    await swept(sweeping, size * WARM_UP);
    const half = (size * (1 - WARM_UP)) / 2;
    const alone = await swept(sweeping, half);
    await inFlight(TOUCHES, 300, touch);
    const quiet = await inFlight(TOUCHES, 1000, touch);
    const sweep = swept(sweeping, half);
    const busy = await inFlight(TOUCHES, sweep, touch);
    const beside = await sweep;
    first.destroy();
    second.destroy();
    await redis.stop();
    return { alone, beside, quiet: quiet.p99, p99: busy.p99, times: busy.p99 / quiet.p99 };
  },
  targets: (figures) => {
    const of = (key: string): number | undefined => figures.median(REDIS_STORE, figures.largestSize, key);
    return [
      ...atLeast('at least 50,000 a second, alone', 50_000, 'a second', of('alone')),
      ...atLeast('at least 50,000 a second, beside touches', 50_000, 'a second', of('beside')),
      ...atMost('touch p99 at most 3 times that without a sweep', 3, '', of('times')),
    ];
  },
};

/** Sweeps until at least `count` sessions have ended. Returns how many ended a second. */
async function swept(store: RedisSessionStore, count: number): Promise<number> {
  const began = performance.now();
  let ended = 0;
  while (ended < count) {
    const batch = await store.sweep(BATCH);
    ended += batch.ended.length;
    if (!batch.more) break;
  }
  return (ended * 1000) / (performance.now() - began);
}
