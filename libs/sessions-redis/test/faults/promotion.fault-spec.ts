import { describe, expect, it } from '@jest/globals';
import { createClient, createSentinel, type RedisClientType } from 'redis';
import { RedisSessionStore } from '../../src/index.js';
import { census } from '../census.js';
import { createMany } from '../create-many.js';
import { RedisSentinels } from '../redis-sentinels.js';
import { RedisServer } from '../redis-server.js';
import { SwitchableProxy } from '../switchable-proxy.js';
import { Traffic } from '../traffic.js';
import { until } from '../until.js';
import { brokenPromises } from '../verdict.js';

async function connected(url: string): Promise<RedisClientType> {
  const client: RedisClientType = createClient({ url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Waits until the replicas of a master have everything that it has. */
async function replicated(master: RedisClientType): Promise<void> {
  await until('replicated', async () => (await master.wait(1, 1000)) >= 1);
}

/** The replication offset of a server, as a master or as a replica. */
async function offset(client: RedisClientType, role: 'master' | 'slave'): Promise<string | undefined> {
  return new RegExp(`${role}_repl_offset:(\\d+)`).exec(await client.info('replication'))?.[1];
}

describe('a replica that is promoted', () => {
  it('by Sentinel, after the master was killed, is automatic and keeps every replicated session', async () => {
    const servers = await RedisSentinels.start(1000);
    const sentinel = createSentinel({ name: servers.name, sentinelRootNodes: servers.nodes });
    sentinel.on('error', () => undefined);
    await sentinel.connect();
    const master = await connected(servers.master.url);
    const store = new RedisSessionStore({ client: sentinel });
    let traffic: Traffic | undefined;
    try {
      const ids = [...(await createMany(store, 500)).keys()];
      await replicated(master);
      traffic = new Traffic(store, 16);
      const { answered: before } = traffic;
      const running = traffic;
      await until('traffic', () => running.answered > before + 500);
      await running.stop();
      await replicated(master);
      master.destroy();
      const later = new Traffic(store, 16);
      traffic = later;
      await until('traffic', () => later.answered > 200);
      later.doubt();
      await servers.master.crash();
      await until('failures', () => later.failed > 0, 5000);
      const answered = later.answered;
      await until('answers', () => later.answered > answered + 50, 20_000);
      await later.stop();
      for (const id of ids) expect((await store.touch(id)).state).toBe('active');
      for (const id of running.alive.keys()) expect((await store.get(id)).state).toBe('active');
      for (const id of running.ended) expect((await store.get(id)).state).toBe('ended');
      expect([running.wrong, later.wrong]).toEqual([[], []]);
      expect((await census([servers.replica.url], 'sessions')).faults).toEqual([]);
      await servers.master.resume();
      expect((await store.touch(ids[0] ?? '')).state).toBe('active');
    } finally {
      await traffic?.stop();
      await store.close();
      await sentinel.destroy();
      if (master.isOpen) master.destroy();
      await servers.stop();
    }
  }, 60_000);

  it('by hand has every session, and the store follows its address there', async () => {
    const old = await RedisServer.start('--repl-diskless-sync-delay', '0');
    const next = await RedisServer.start('--replicaof', '127.0.0.1', String(old.port));
    const address = await SwitchableProxy.start(old.port);
    const [oldMaster, newMaster] = [await connected(old.url), await connected(next.url)];
    const store = new RedisSessionStore({ url: address.url });
    const traffic = new Traffic(store, 16);
    try {
      await until('a replica', async () => (await newMaster.info('replication')).includes('master_link_status:up'));
      const enough = traffic.answered + 500;
      await until('traffic', () => traffic.answered > enough);
      // The steps of an operator: stop the writes, wait for the replica, promote it, and let the address lead to it.
      await oldMaster.sendCommand(['CLIENT', 'PAUSE', '5000', 'WRITE']);
      await until('in step', async () => (await offset(oldMaster, 'master')) === (await offset(newMaster, 'slave')));
      await newMaster.sendCommand(['REPLICAOF', 'NO', 'ONE']);
      address.target = next.port;
      await oldMaster.sendCommand(['REPLICAOF', '127.0.0.1', String(next.port)]);
      await oldMaster.sendCommand(['CLIENT', 'UNPAUSE']);
      await until('writes are refused', () => traffic.failed > 0);
      const answered = traffic.answered;
      await until('answers', () => traffic.answered > answered + 200, 5000);
      await traffic.stop();
      expect(traffic.longestGapMs).toBeLessThan(2000);
      expect(brokenPromises(traffic, await census([next.url], 'sessions'))).toEqual([]);
    } finally {
      await traffic.stop();
      await store.close();
      for (const client of [oldMaster, newMaster]) client.destroy();
      await address.stop();
      await Promise.all([old.stop(), next.stop()]);
    }
  }, 30_000);
});
