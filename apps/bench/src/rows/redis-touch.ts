import {
  BARE_EVALSHA,
  CONNECT_REDIS,
  EMPTY_EVALSHA,
  REDIS_STORE,
  REDIS_STORE_GIVEN,
  redisTouch,
  SEVEN_IN_MULTI,
  SEVEN_AWAITED,
  SMALL_COMMANDS,
} from '../contenders/redis-touches.js';
import { inFlight } from '../measuring/in-flight.js';
import { RedisProcess } from '../measuring/redis-process.js';
import type { Row } from '../suite/row.js';
import { atLeast, ratio } from '../suite/targets.js';

const IN_FLIGHT = 64;

export const redisTouchRow: Row = {
  name: 'redis-touch',
  title: 'Redis: touch, 64 in flight',
  about:
    'Each measurement has a Redis server and one client of the `redis` package. The store makes its own client from a URL. ' +
    '`bare EVALSHA` sends recorded calls of the store and does not read the answers. Client and server mostly wait for each ' +
    'other, so a touch takes about the CPU time of both: see the README of the Redis store.',
  metrics: [
    { key: 'perSecond', title: 'touches', unit: 'a second', ratio: true },
    { key: 'p50', title: 'p50', unit: 'ms' },
    { key: 'p99', title: 'p99', unit: 'ms' },
  ],
  limits:
    'A touch is one script call, and even an empty script is not three times as fast as one MULTI. connect-redis reads a ' +
    'string and sets its time to live; it keeps no activity, no deadline and no counts. The six calls that move a session ' +
    'in its indexes take five times as much time on the server, even without any check. To be three times as fast as seven ' +
    'awaited commands, a touch would have to take a sixth less time. The README of the Redis store has the parts.',
  base: BARE_EVALSHA,
  own: [REDIS_STORE, REDIS_STORE_GIVEN],
  plan: ({ quick }) =>
    [
      REDIS_STORE,
      REDIS_STORE_GIVEN,
      BARE_EVALSHA,
      EMPTY_EVALSHA,
      SEVEN_AWAITED,
      SEVEN_IN_MULTI,
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
  targets: (figures) => {
    const of = (contender: string): number | undefined => figures.median(contender, figures.largestSize, 'perSecond');
    const timesAs = (other: string): number | undefined => ratio(of(REDIS_STORE), of(other));
    return [
      ...atLeast('at least 0.9 of a bare EVALSHA', 0.9, '', timesAs(BARE_EVALSHA)),
      ...atLeast(`at least 3 times a ${SEVEN_AWAITED}`, 3, '', timesAs(SEVEN_AWAITED)),
      ...atLeast(`at least 3 times a ${SEVEN_IN_MULTI}`, 3, '', timesAs(SEVEN_IN_MULTI)),
      ...atLeast("at least as many as connect-redis' get and touch", 1, '', timesAs(CONNECT_REDIS)),
    ];
  },
};
