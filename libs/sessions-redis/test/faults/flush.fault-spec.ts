import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient, type RedisClientType } from 'redis';
import { RedisSessionStore } from '../../src/index.js';
import { census } from '../census.js';
import { RedisServer } from '../redis-server.js';
import { Traffic } from '../traffic.js';
import { until } from '../until.js';
import { brokenPromises } from '../verdict.js';

let server: RedisServer;
let admin: RedisClientType;
let store: RedisSessionStore;
beforeEach(async () => {
  server = await RedisServer.start();
  admin = createClient({ url: server.url });
  await admin.connect();
  store = new RedisSessionStore({ url: server.url });
});
afterEach(async () => {
  await store.close();
  admin.destroy();
  await server.stop();
});

describe('under load', () => {
  it('no operation fails when the scripts are flushed, again and again', async () => {
    const traffic = new Traffic(store, 32);
    for (let flush = 0; flush < 100; flush += 1) {
      const enough = traffic.answered + 50;
      await until('traffic', () => traffic.answered > enough);
      await admin.scriptFlush();
    }
    await traffic.stop();
    expect([...traffic.failures]).toEqual([]);
    expect(brokenPromises(traffic, await census([server.url], 'sessions'))).toEqual([]);
    expect(await store.counts()).toMatchObject({ active: traffic.alive.size, expired: 0, quarantined: 0 });
  });

  it('counts are right immediately after a flush, and nothing comes back', async () => {
    let begunBefore = 0;
    const traffic: Traffic = new Traffic(store, 32, ({ active, expired, quarantined }) => {
      const most = traffic.begunCreates - begunBefore + 32;
      if (expired > 0 || quarantined > 0)
        return `${String(expired)} are expired and ${String(quarantined)} quarantined`;
      return active > most ? `${String(active)} are active, and at most ${String(most)} can be` : undefined;
    });
    for (let flush = 0; flush < 20; flush += 1) {
      const enough = traffic.alive.size + 100;
      await until('traffic', () => traffic.alive.size > enough);
      const before = [...traffic.alive.keys()];
      traffic.doubt();
      const begun = traffic.begunCreates;
      await admin.flushAll();
      begunBefore = begun;
      traffic.forget();
      const { active, expired, quarantined } = await store.counts();
      expect(active).toBeLessThanOrEqual(traffic.begunCreates - begun + 32);
      expect([expired, quarantined]).toEqual([0, 0]);
      for (const id of before.slice(0, 5)) expect((await store.touch(id)).state).toBe('unknown');
    }
    await traffic.stop();
    expect([...traffic.failures]).toEqual([]);
    const { alive, faults } = await census([server.url], 'sessions');
    expect(faults).toEqual([]);
    expect(traffic.wrong).toEqual([]);
    expect(await store.counts()).toMatchObject({ active: alive.size, expired: 0, quarantined: 0 });
  });
});
