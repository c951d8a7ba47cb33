import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClient, createCluster } from 'redis';
import { EventConsumers, Gate } from '../../test/event-consumers.js';
import { Child } from '../../test/processes/child.js';
import { RedisClusterServers } from '../../test/redis-cluster.js';
import { RedisServer } from '../../test/redis-server.js';
import { TcpProxy } from '../../test/tcp-proxy.js';
import { until, untilAnswered } from '../../test/until.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

describe('a consumer whose Redis fails', () => {
  let server: RedisServer;
  let consumers: EventConsumers;
  beforeEach(async () => {
    server = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always');
    consumers = new EventConsumers({ url: server.url, prefix: 'sessions' });
  });
  afterEach(async () => {
    await consumers.close();
    await server.stop();
  });

  const handled = (ids: readonly string[]): Promise<number> =>
    until('all are handled', () => ids.every((id) => consumers.sessionIds.includes(id)));

  it('continues automatically after FLUSHALL, wherever it started', async () => {
    const redis = createClient({ url: server.url });
    await redis.connect();
    try {
      await consumers.start({ from: 'now' });
      await handled(await consumers.endSessions(10));
      await redis.flushAll();
      await handled(await untilAnswered(() => consumers.endSessions(10)));
      expect(consumers.deliveries).toHaveLength(20);
      const events = '{sessions:13}:events';
      await handled(await consumers.endSessions(1, () => 'ada'));
      const flushAndWrite = `
        local entry = redis.call('XRANGE', KEYS[1], '-', '+')[1][2]
        redis.call('FLUSHALL')
        return redis.call('XADD', KEYS[1], '*', unpack(entry))`;
      await redis.eval(flushAndWrite, { keys: [events] });
      await until('what came with the flush is handled', () => consumers.deliveries.length === 22);
    } finally {
      redis.destroy();
    }
  });

  it('continues automatically after the server was killed and restarted, and loses no event', async () => {
    const gate = new Gate();
    await consumers.start({ handler: gate.wait, concurrency: 2, takeOverAfter: 500 });
    const ids = await consumers.endSessions(10);
    await until('two are at work', () => consumers.deliveries.length === 2);
    await server.crash();
    gate.open();
    await until('the outage is reported', () => consumers.notices.some((notice) => notice.startsWith('unavailable')));
    await server.resume();
    await handled(ids);
    const redis = createClient({ url: server.url });
    await redis.connect();
    for (let shard = 0; shard < 16; shard += 1) {
      const key = `{sessions:${String(shard)}}:events`;
      await until('all are acknowledged', async () => (await redis.xPending(key, 'test')).pending === 0);
    }
    redis.destroy();
    expect(consumers.deliveries).toHaveLength(10);
    expect(consumers.notices).toHaveLength(1);
    for (const id of ids) expect(consumers.notices.join()).not.toContain(id);
  });

  it('leaves their events to other consumers after an outage', async () => {
    const gate = new Gate();
    const takeOverAfter = 2500;
    const slow = await consumers.start({ handler: gate.wait, concurrency: 1, takeOverAfter });
    await consumers.endSessions(1);
    await until('it is at work', () => consumers.deliveries.length === 1);
    await consumers.start({ takeOverAfter });
    await server.crash();
    const gone = performance.now();
    await until('its claim is out of date', () => performance.now() - gone > takeOverAfter + 100);
    await server.resume();
    const back = performance.now();
    await until('the other would have taken it over', () => performance.now() - back > 1.5 * takeOverAfter);
    gate.open();
    await slow.stop();
    expect(consumers.deliveries.map(({ by }) => by)).toEqual([slow.name]);
  }, 20_000);

  it('does not end its process when Redis stops', async () => {
    const child = Child.start('consumer-main.ts', { url: server.url, prefix: 'sessions' });
    try {
      let told = 0;
      child.onMessage(() => (told += 1));
      await consumers.endSessions(1);
      await until('the child has it in hand', () => told === 1);
      await server.crash();
      await until('the crash is noticed here as well', async () => {
        const failures = await Promise.allSettled([consumers.store.ping()]);
        return failures[0].status === 'rejected';
      });
      await server.resume();
      await untilAnswered(() => consumers.endSessions(1));
      await until('the child has that in hand', () => told === 2 || child.hasEnded);
      expect(child.hasEnded).toBe(false);
    } finally {
      await child.kill();
    }
  });

  it('starts automatically if Redis starts later', async () => {
    await server.crash();
    await consumers.start();
    expect(consumers.notices).toEqual([expect.stringContaining('ECONNREFUSED')]);
    await server.resume();
    await handled(await untilAnswered(() => consumers.endSessions(3)));
  });

  it('stops in bounded time while Redis is gone', async () => {
    const consumer = await consumers.start({ stopTimeout: 200 });
    await consumers.endSessions(3);
    await server.crash();
    const began = performance.now();
    await consumer.stop();
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('continues automatically when its connection is cut or becomes silent', async () => {
    const proxy = await TcpProxy.start(server.port);
    const through = new EventConsumers({ url: `redis://127.0.0.1:${String(proxy.port)}`, prefix: 'sessions' });
    try {
      await through.start({ commandTimeout: 100 });
      for (const harm of [() => proxy.cut(), () => proxy.silence()]) {
        const ids = await consumers.endSessions(5);
        await until('all are handled', () => ids.every((id) => through.sessionIds.includes(id)));
        harm();
      }
      const ids = await consumers.endSessions(5);
      await until('all are handled', () => ids.every((id) => through.sessionIds.includes(id)));
    } finally {
      await through.close();
      await proxy.stop();
    }
  });
});

describe('consumers on a cluster', () => {
  it('share the events of all nodes', async () => {
    const servers = await RedisClusterServers.start(3);
    const cluster = createCluster({ rootNodes: servers.urls.map((url) => ({ url })) });
    await cluster.connect();
    const consumers = new EventConsumers({ client: cluster, prefix: 'sessions' });
    try {
      const fails = (): Promise<void> => Promise.reject(new Error('no'));
      await consumers.start({ concurrency: 3 });
      await consumers.start({ concurrency: 40 });
      const other = await consumers.start({ group: 'other', handler: fails, attempts: 1 });
      const ids = await consumers.endSessions(100);
      await until('all are parked', async () => (await other.parked(1000)).length === 100);
      expect(await other.dropParked('all')).toBe(100);
      await until('all are handled', () => consumers.deliveries.length === 200);
      expect(consumers.sessionIds.sort()).toEqual([...ids, ...ids].sort());
    } finally {
      await consumers.close();
      await cluster.close();
      await servers.stop();
    }
  });
});
