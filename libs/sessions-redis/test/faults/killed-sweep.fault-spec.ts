import { expect, it } from '@jest/globals';
import { createClient, type RedisClientType } from 'redis';
import { RedisSessionStore } from '../../src/index.js';
import { census } from '../census.js';
import { createMany } from '../create-many.js';
import { StoreProcess } from '../processes/store-process.js';
import { RedisServer } from '../redis-server.js';
import { until } from '../until.js';

const SESSIONS = 4000;

/** How many events the streams hold. */
async function events(client: RedisClientType, prefix: string): Promise<number> {
  const shards = Array.from({ length: 16 }, (_, shard) => client.xLen(`{${prefix}:${String(shard)}}:events`));
  return (await Promise.all(shards)).reduce((sum, length) => sum + length, 0);
}

it('ends each session once when an instance is killed in the middle of its sweep', async () => {
  const server = await RedisServer.start();
  const client: RedisClientType = createClient({ url: server.url });
  await client.connect();
  const processes: StoreProcess[] = [];
  try {
    for (let round = 0; round < 3; round += 1) {
      const prefix = `round-${String(round)}`;
      const store = new RedisSessionStore({ client, prefix });
      const settings = { url: server.url, prefix };
      const sweepers = await Promise.all([1, 2, 3].map(() => StoreProcess.start(settings)));
      processes.push(...sweepers);
      const [doomed, ...others] = sweepers;
      const made = await createMany(store, SESSIONS, 1);
      await until('all are due', async () => (await store.counts()).expired === SESSIONS);

      // It is killed after it has swept some of them, and before it has answered.
      const unheard = expect(doomed?.call('sweep', SESSIONS)).rejects.toThrow('the process has ended');
      await until('a sweep under way', async () => (await events(client, prefix)) >= 100 * (round + 1));
      const swept = others.map((sweeper) => sweeper.call('sweep', SESSIONS));
      await doomed?.kill();
      await unheard;
      const heard = (await Promise.all(swept)).flatMap((batch) => batch.ended.map(({ id }) => id));
      const rest = await store.sweep(SESSIONS);
      heard.push(...rest.ended.map(({ id }) => id));

      const { alive, endings, faults } = await census([server.url], prefix);
      expect([alive.size, endings.size, faults]).toEqual([0, SESSIONS, []]);
      for (const id of made.keys()) expect(endings.get(id)).toEqual(['expired']);
      expect(new Set(heard).size).toBe(heard.length);
      expect(heard.length).toBeLessThanOrEqual(SESSIONS - 100);
      expect(await store.counts()).toMatchObject({ active: 0, expired: 0, quarantined: 0 });
    }
  } finally {
    for (const each of processes) await each.kill();
    client.destroy();
    await server.stop();
  }
}, 60_000);
