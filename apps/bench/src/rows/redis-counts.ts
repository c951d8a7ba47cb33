import { RedisSessionStore } from '../contenders/redis-store.js';
import { EMPTY, TIMEOUTS } from '../contenders/peer-session.js';
import { REDIS_STORE } from '../contenders/redis-touches.js';
import { times } from '../measuring/in-flight.js';
import { percentile } from '../measuring/percentile.js';
import { RedisProcess } from '../measuring/redis-process.js';
import { MILLION } from '../suite/options.js';
import type { Row } from '../suite/row.js';
import { atMost } from '../suite/targets.js';

export const redisCounts: Row = {
  name: 'redis-counts',
  title: 'Redis: counts',
  about:
    'One call after the other, each one round trip. The calls alternate between a store with the sessions and one without, ' +
    'on the same server and through the same client. `--large` adds a million sessions; filling takes a minute.',
  metrics: [
    { key: 'times', title: 'p50 ÷ p50 without sessions', unit: '' },
    { key: 'p50', title: 'p50', unit: 'ms' },
    { key: 'p99', title: 'p99', unit: 'ms' },
    { key: 'empty', title: 'p50 without sessions', unit: 'ms' },
    { key: 'emptyP99', title: 'p99 without sessions', unit: 'ms' },
  ],
  base: REDIS_STORE,
  own: [REDIS_STORE],
  plan: ({ quick, large }) =>
    [quick ? 1000 : 50_000, ...(large ? [MILLION] : [])].map((size) => ({ contender: REDIS_STORE, size })),
  async measure({ size }, { quick }) {
    const redis = await RedisProcess.start();
    const client = await redis.connect();
    const [full, empty] = [new RedisSessionStore({ client }), new RedisSessionStore({ client, prefix: 'empty' })];
    await times(size, 128, (number) =>
      full.create({ userId: `u${String(number)}`, attributes: EMPTY, metadata: EMPTY, timeouts: TIMEOUTS }),
    );
    await inTurn([full, empty], 1000);
    const [ofFull = [], ofEmpty = []] = await inTurn([full, empty], quick ? 1000 : 10_000);
    client.destroy();
    await redis.stop();
    const [p50, without] = [percentile(ofFull, 0.5), percentile(ofEmpty, 0.5)];
    const p99s = { p99: percentile(ofFull, 0.99), emptyP99: percentile(ofEmpty, 0.99) };
    return { times: p50 / without, p50, empty: without, ...p99s };
  },
  targets: (figures) => {
    const full = figures.largestSize ?? 0;
    const target = `p50 at ${full.toLocaleString('en')} sessions ÷ p50 without sessions: at most 1.1`;
    return atMost(target, 1.1, '', figures.median(REDIS_STORE, full, 'times'));
  },
};

/** Calls `counts` of each store in turn. Returns how many milliseconds each call of each store took. */
async function inTurn(stores: readonly RedisSessionStore[], calls: number): Promise<readonly (readonly number[])[]> {
  const taken = stores.map((): number[] => []);
  for (let call = 0; call < calls; call += 1) {
    for (const [at, store] of stores.entries()) {
      const asked = performance.now();
      await store.counts();
      taken[at]?.push(performance.now() - asked);
    }
  }
  return taken;
}
