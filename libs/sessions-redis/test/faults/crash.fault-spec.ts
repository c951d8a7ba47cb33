import { expect, it } from '@jest/globals';
import { RedisSessionStore } from '../../src/index.js';
import { census } from '../census.js';
import { RedisServer } from '../redis-server.js';
import { Traffic } from '../traffic.js';
import { until } from '../until.js';
import { brokenPromises } from '../verdict.js';

it('loses no acknowledged session and no event when the server is killed under load and starts again', async () => {
  const server = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always');
  const store = new RedisSessionStore({ url: server.url });
  const traffic = new Traffic(store, 64);
  try {
    for (let crash = 0; crash < 5; crash += 1) {
      const enough = traffic.answered + 1000;
      await until('traffic', () => traffic.answered > enough);
      await server.crash();
      const failed = traffic.failed;
      await until('failures', () => traffic.failed > failed);
      await server.resume();
      const answered = traffic.answered;
      await until('answers', () => traffic.answered > answered, 3000);
    }
    await traffic.stop();
    expect(brokenPromises(traffic, await census([server.url], 'sessions'))).toEqual([]);
    expect(traffic.ended.size).toBeGreaterThan(100);
    expect(await store.counts()).toMatchObject({ expired: 0, quarantined: 0 });
  } finally {
    await traffic.stop();
    await store.close();
    await server.stop();
  }
}, 60_000);
