import {
  BARE_EVALSHA,
  CONNECT_REDIS,
  EMPTY_EVALSHA,
  REDIS_STORE,
  REDIS_STORE_GIVEN,
  redisTouch,
  SEVEN_AT_ONCE,
  SEVEN_IN_TURN,
  SMALL_COMMANDS,
} from '../contenders/redis-touches.js';
import { inFlight } from '../run/in-flight.js';
import { RedisProcess } from '../run/redis-process.js';
import type { Row } from '../run/row.js';
import { atLeast, ratio } from '../run/verdicts.js';

const IN_FLIGHT = 64;

export const redisTouchRow: Row = {
  name: 'redis-touch',
  title: 'Redis: touch, 64 in flight',
  about:
    'One client of the `redis` package and a server of its own for each measurement; the store makes its client by itself, ' +
    'from a URL. `bare EVALSHA` sends the calls that the store makes, recorded before, and reads no answer. ' +
    'Client and server mostly wait for each other, so that a touch costs about the processor time of both: see the README ' +
    'of the Redis store.',
  metrics: [
    { key: 'perSecond', title: 'touches', unit: 'a second', ratio: true },
    { key: 'p50', title: 'p50', unit: 'ms' },
    { key: 'p99', title: 'p99', unit: 'ms' },
  ],
  limits:
    "One MULTI can't be beaten three times by a store of one script call a touch: the call of an empty script is not that " +
    'fast. connect-redis reads a text and sets its time to live, and knows no activity, no deadline and no counts; the six ' +
    'calls that move a session in its indexes cost the server five times as much without any check. Three times seven ' +
    'awaited commands would leave a touch a sixth less time than it takes. The README of the Redis store has the parts.',
  base: BARE_EVALSHA,
  plan: ({ quick }) =>
    [
      REDIS_STORE,
      REDIS_STORE_GIVEN,
      BARE_EVALSHA,
      EMPTY_EVALSHA,
      SEVEN_IN_TURN,
      SEVEN_AT_ONCE,
      CONNECT_REDIS,
      ...SMALL_COMMANDS,
    ].map((contender) => ({ contender, size: quick ? 1000 : 20_000 })),
  async measure({ contender, size }, { quick }) {
    const redis = await RedisProcess.start();
    const client = await redis.connect();
    const touch = await redisTouch(contender, client, redis.url, size);
    await inFlight(IN_FLIGHT, 500, touch);
    const flight = await inFlight(IN_FLIGHT, quick ? 500 : 2500, touch);
    client.destroy();
    await redis.stop();
    return { ...flight };
  },
  verdicts: (figures) => {
    const size = figures.sizes.at(-1) ?? 0;
    const of = (contender: string): number | undefined => figures.median(contender, size, 'perSecond');
    const own = of(REDIS_STORE);
    return [
      ...atLeast('at least 0.9 of a bare EVALSHA', 0.9, '', () => ratio(own, of(BARE_EVALSHA))),
      ...atLeast(`at least 3 times a ${SEVEN_IN_TURN}`, 3, '', () => ratio(own, of(SEVEN_IN_TURN))),
      ...atLeast(`at least 3 times a ${SEVEN_AT_ONCE}`, 3, '', () => ratio(own, of(SEVEN_AT_ONCE))),
      ...atLeast("more than connect-redis' get and touch: above 1", 1, '', () => ratio(own, of(CONNECT_REDIS))),
    ];
  },
};
