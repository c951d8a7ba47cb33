import { describe, expect, it, jest } from '@jest/globals';
import { SessionsService, type SessionStore } from 'nest-sessions';
import { RedisSessionStore, SessionEventConsumer } from 'nest-sessions-redis';
import { RedisClusterServers } from '../../libs/sessions-redis/test/redis-cluster.js';
import { RedisFixture } from '../../libs/sessions-redis/test/redis-fixture.js';
import { until } from '../../libs/sessions-redis/test/until.js';
import { classOf, ExampleDocument } from './example-document.js';
import { examplesOf } from './examples.js';
import { onRedis, Running } from './running.js';

const told = jest.fn();
const note = (...facts: unknown[]): Promise<void> => {
  told(...facts);
  return Promise.resolve();
};
const audit = { write: note, writeOnce: note };
const TIMEOUTS = { idleTimeoutMs: 60_000, absoluteTimeoutMs: 60_000, warningThresholdMs: 0, autoRenew: true };

async function createOne(store: SessionStore, userId: string): Promise<string> {
  const { session } = await store.create({ userId, attributes: {}, metadata: {}, timeouts: TIMEOUTS });
  return session.id;
}

describe("The Redis store's README", () => {
  it('opens stores by a URL and on a cluster, and hands every ending to a consumer', async () => {
    const [redis, cluster] = await Promise.all([RedisFixture.open(), RedisClusterServers.start(1)]);
    const [url = ''] = cluster.urls;
    const alone = onRedis(redis.url, redis.freshPrefix());
    const document = new ExampleDocument(examplesOf('libs/sessions-redis/README.md'), (code) =>
      alone(code.replace("url: 'redis://10.0.0.1:6379'", `url: "${url}"`)),
    );
    const notes = { audit, logger: { warn: told }, explain: told };
    const { store, another, client } = await document.run('The Redis store', notes);
    try {
      for (const opened of [store, another]) {
        if (!(opened instanceof RedisSessionStore)) throw new Error('The example opens no store.');
        await opened.delete(await createOne(opened, 'ada'));
        expect(await opened.counts()).toMatchObject({ active: 0 });
      }
      const { limited } = await document.run('Events', notes);
      await closed(limited);
      await document.run('Handling every event', notes);
      const consumer = new SessionEventConsumer({ url: redis.url, group: 'audit', handler: note });
      await document.run('Parked events', { ...notes, consumer });
      await consumer.stop();
      expect(document.left).toEqual([]);
    } finally {
      for (const opened of [store, another, client]) await closed(opened);
      document.remove();
      await redis.close();
      await cluster.stop();
    }
  });
});

describe('Many instances', () => {
  const running = new Running();

  it('share their sessions, and each ending reaches one of them', async () => {
    const redis = await RedisFixture.open();
    const examples = examplesOf('docs/recipes/many-instances.md');
    const document = new ExampleDocument(examples, onRedis(redis.url, redis.freshPrefix()));
    try {
      const ShopModule = await document.classIn('shop.module.ts', 'ShopModule');
      const { Farewells } = await document.file('farewells.ts');
      const shops = [await running.plain(ShopModule), await running.plain(ShopModule)] as const;
      const [here, there] = [shops[0].get(SessionsService), shops[1].get(SessionsService)];
      const { id } = await here.create({ userId: 'ada' });
      expect(await there.touch(id)).toMatchObject({ state: 'active' });
      await there.delete(id);
      expect(await here.get(id)).toMatchObject({ state: 'ended', reason: 'deleted' });
      const written = (): string[] => shops.flatMap((shop) => shop.get<{ all: string[] }>(classOf(Farewells)).all);
      await until('the farewell is written', () => written().length > 0);
      expect(written()).toEqual(['ada deleted']);

      told.mockReset();
      const heading = 'Handling the end of every session';
      const { consumer } = await document.run(heading, { audit });
      if (!(consumer instanceof SessionEventConsumer)) throw new Error('The example makes no consumer.');
      expect(document.left).toEqual([]);
    } finally {
      document.remove();
      await running.stop();
      await redis.close();
    }
  });
});

async function closed(opened: unknown): Promise<void> {
  if (typeof opened !== 'object' || opened === null || !('close' in opened)) return;
  if (typeof opened.close === 'function') await Reflect.apply(opened.close, opened, []);
}
