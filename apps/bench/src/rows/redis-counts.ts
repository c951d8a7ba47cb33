import { RedisSessionStore } from 'nest-sessions-redis';
import { EMPTY, TIMEOUTS } from '../contenders/peer-session.js';
import { REDIS_STORE } from '../contenders/redis-touches.js';
import { percentile } from '../run/figures.js';
import { times } from '../run/in-flight.js';
import { MILLION } from '../run/options.js';
import { RedisProcess } from '../run/redis-process.js';
import type { Row } from '../run/row.js';
import { atMost } from '../run/verdicts.js';

export const redisCounts: Row = {
  name: 'redis-counts',
  title: 'Redis: counts',
  about:
    'One call after the other, each one round trip: in turn of a store that holds the sessions, and of one that holds none, ' +
    'on the same server and through the same client. A million sessions with `--large`, since filling takes a minute.',
  metrics: [
    { key: 'times', title: 'p50 to that of no sessions', unit: '' },
    { key: 'p50', title: 'p50', unit: 'ms' },
    { key: 'p99', title: 'p99', unit: 'ms' },
    { key: 'empty', title: 'p50 of no sessions', unit: 'ms' },
    { key: 'emptyP99', title: 'p99 of no sessions', unit: 'ms' },
  ],
  base: REDIS_STORE,
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
  verdicts: (figures) => {
    const full = figures.sizes.at(-1) ?? 0;
    return atMost(`p50 at ${full.toLocaleString('en')} sessions to that at 0: at most 1.1`, 1.1, '', () =>
      figures.median(REDIS_STORE, full, 'times'),
    );
  },
};

/** The milliseconds of each call of each store, one after the other. */
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
