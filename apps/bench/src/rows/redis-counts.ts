import { RedisSessionStore } from 'nest-sessions/redis';
import { EMPTY, TIMEOUTS } from '../contenders/peer-session.js';
import { REDIS_STORE } from '../contenders/redis-touches.js';
import { inFlight, times } from '../run/in-flight.js';
import { MILLION } from '../run/options.js';
import { RedisProcess } from '../run/redis-process.js';
import type { Row } from '../run/row.js';
import { atMost, ratio } from '../run/verdicts.js';

export const redisCounts: Row = {
  name: 'redis-counts',
  title: 'Redis: counts',
  about:
    'One call after the other, each one round trip. A million sessions with `--large`, since filling takes a minute.',
  metrics: [
    { key: 'p50', title: 'p50', unit: 'ms', ratio: true },
    { key: 'p99', title: 'p99', unit: 'ms' },
  ],
  base: REDIS_STORE,
  baseSize: 0,
  plan: ({ quick, large }) =>
    [0, quick ? 1000 : 50_000, ...(large ? [MILLION] : [])].map((size) => ({ contender: REDIS_STORE, size })),
  async measure({ size }, { quick }) {
    const redis = await RedisProcess.start();
    const client = await redis.connect();
    const store = new RedisSessionStore({ client });
    await times(size, 128, (number) =>
      store.create({ userId: `u${String(number)}`, attributes: EMPTY, metadata: EMPTY, timeouts: TIMEOUTS }),
    );
    await inFlight(1, 300, () => store.counts());
    const flight = await inFlight(1, quick ? 300 : 1500, () => store.counts());
    client.destroy();
    await redis.stop();
    return { ...flight };
  },
  verdicts: (figures) => {
    const full = figures.sizes.at(-1) ?? 0;
    const of = (size: number): number | undefined => figures.median(REDIS_STORE, size, 'p50');
    return atMost(`p50 at ${full.toLocaleString('en')} sessions to that at 0: at most 1.1`, 1.1, '', () =>
      ratio(of(full), of(0)),
    );
  },
};
