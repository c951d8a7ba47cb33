import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCluster } from 'redis';
import { RedisSessionStore } from '../../src/index.js';
import { census } from '../census.js';
import { createMany } from '../create-many.js';
import { addReplicas, mastersOf, moveSlot, ownerOf, usedSlots, type Master } from '../redis-cluster-moves.js';
import { RedisClusterServers } from '../redis-cluster.js';
import type { RedisServer } from '../redis-server.js';
import { newSession, Traffic } from '../traffic.js';
import { until } from '../until.js';
import { brokenPromises } from '../verdict.js';

const byExpiry = Array.from({ length: 16 }, (_, shard) => `{sessions:${String(shard)}}:by-expiry`);

describe('a cluster of three masters and three replicas', () => {
  let servers: RedisClusterServers;
  let masters: Master[];
  let replicas: RedisServer[];
  let cluster: ReturnType<typeof createCluster>;
  let store: RedisSessionStore;
  beforeAll(async () => {
    servers = await RedisClusterServers.start(3);
    masters = await mastersOf(servers);
    replicas = await addReplicas(masters);
    cluster = createCluster({ rootNodes: servers.urls.map((url) => ({ url })) });
    cluster.on('error', () => undefined);
    await cluster.connect();
    store = new RedisSessionStore({ client: cluster });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    cluster.destroy();
    for (const { client } of masters) client.destroy();
    await Promise.all(replicas.map((replica) => replica.stop()));
    await servers.stop();
  });

  it('loses nothing, and gives no wrong answer, while slots with sessions move under load', async () => {
    const made = await createMany(store, 2000);
    const traffic = new Traffic(store, 32);
    const moved: number[] = [];
    try {
      await until('traffic', () => traffic.answered > 500);
      for (const from of masters) {
        const to = masters[(masters.indexOf(from) + 1) % masters.length] ?? from;
        for (const slot of (await usedSlots(from, byExpiry)).slice(0, 2)) {
          moved.push(await moveSlot(slot, from, to, masters));
          const answered = traffic.answered;
          await until('answers', () => traffic.answered > answered + 200);
        }
      }
      const [failed, answered] = [traffic.failed, traffic.answered];
      await until('traffic', () => traffic.answered > answered + 1000);
      expect(traffic.failed).toBe(failed);
      await traffic.stop();
      expect(moved).toHaveLength(6);
      expect(Math.min(...moved)).toBeGreaterThan(100);
      for (const [id, user] of made) traffic.alive.set(id, user);
      const found = await census(servers.urls, 'sessions');
      expect(brokenPromises(traffic, found)).toEqual([]);
      expect(await store.counts()).toMatchObject({ active: found.alive.size, expired: 0, quarantined: 0 });
    } finally {
      await traffic.stop();
    }
  }, 60_000);

  it('waits for a slot that is being moved, no longer than an operation may take', async () => {
    const { session } = await store.create(newSession('ada'));
    const key = `{sessions:${String(Number.parseInt(session.id.slice(0, 2), 36))}}:by-expiry`;
    const { owner, slot } = await ownerOf(masters, key);
    const other = masters.find((master) => master !== owner) ?? owner;
    await other.client.sendCommand(['CLUSTER', 'SETSLOT', slot, 'IMPORTING', owner.id]);
    await owner.client.sendCommand(['CLUSTER', 'SETSLOT', slot, 'MIGRATING', other.id]);
    const began = performance.now();
    await expect(store.touch(session.id)).rejects.toThrow('TRYAGAIN');
    const waited = performance.now() - began;
    expect(waited).toBeGreaterThan(800);
    expect(waited).toBeLessThan(1500);
    const touched = store.touch(session.id);
    const counted = store.counts();
    for (const { client } of [owner, other]) await client.sendCommand(['CLUSTER', 'SETSLOT', slot, 'STABLE']);
    expect((await touched).state).toBe('active');
    expect((await counted).active).toBeGreaterThan(0);
  });

  it('continues automatically, with every replicated session, when a master is killed', async () => {
    const made = await createMany(store, 500);
    await Promise.all(masters.map(({ client }) => until('replicated', async () => (await client.wait(1, 1000)) === 1)));
    const traffic = new Traffic(store, 16);
    try {
      await until('traffic', () => traffic.answered > 200);
      traffic.doubt();
      await servers.servers[0]?.crash();
      await until(
        'all of it answers',
        () =>
          store.counts().then(
            () => true,
            () => false,
          ),
        30_000,
      );
      const { failed, answered } = traffic;
      await until('traffic', () => traffic.answered > answered + 500);
      expect(traffic.failed).toBe(failed);
      await traffic.stop();
      expect(traffic.wrong).toEqual([]);
      for (const id of made.keys()) expect((await store.touch(id)).state).toBe('active');
      const urls = [replicas[0]?.url ?? '', ...servers.urls.slice(1)];
      expect((await census(urls, 'sessions')).faults).toEqual([]);
    } finally {
      await traffic.stop();
    }
  }, 60_000);
});
