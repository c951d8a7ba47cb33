import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClient, type RedisClientType } from 'redis';
import type { SessionEventDelivery } from 'nest-sessions/store';
import { EventConsumers, newSession } from '../../test/event-consumers.js';
import { placeOf } from '../../test/redis-damage.js';
import { RedisServer } from '../../test/redis-server.js';
import { until } from '../../test/until.js';
import type { EventStreamOptions } from '../options.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(60_000);

const HOUR = 3_600_000;
const MIB = 1024 * 1024;
const SHARDS = Array.from({ length: 16 }, (_, shard) => `{sessions:${String(shard)}}:`);
const stream = '{sessions:13}:events';

let server: RedisServer;
let redis: RedisClientType;
let opened: EventConsumers[];
beforeEach(async () => {
  server = await RedisServer.start();
  redis = createClient({ url: server.url });
  await redis.connect();
  opened = [];
});
afterEach(async () => {
  for (const consumers of opened) await consumers.close();
  redis.destroy();
  await server.stop();
});

function open(events: EventStreamOptions = {}): EventConsumers {
  const consumers = new EventConsumers({ url: server.url, prefix: 'sessions' }, events);
  opened.push(consumers);
  return consumers;
}

const bytesOf = async (key: string): Promise<number> => (await redis.memoryUsage(key, { SAMPLES: 0 })) ?? 0;

/** Metadata of about 10,000 bytes. */
const LARGE = { text: 'x'.repeat(10_000) };

describe('the stream of events of a shard', () => {
  it('stays near its limit in bytes, however large its events are, and keeps the newest', async () => {
    const consumers = open({ maxBytes: 16 * 200_000, metadata: true });
    for (const metadata of [{}, LARGE, {}]) {
      for (let count = 0; count < 1000; count += 100) {
        const made = await Promise.all(
          Array.from({ length: 100 }, () => consumers.store.create({ ...newSession('ada'), metadata })),
        );
        expect((await consumers.store.revokeByUser('ada', 100)).ended).toHaveLength(100);
        const [last] = (await redis.xRevRange(stream, '+', '-', { COUNT: 1 })) ?? [];
        expect(made.map(({ session }) => session.id)).toContain(last?.message.id);
      }
      const bytes = await bytesOf(stream);
      // The allocator rounds up by at most a quarter.
      expect(bytes).toBeLessThan(250_000);
      expect(bytes).toBeGreaterThan(100_000);
      expect(Number(await redis.get(`${stream}-dropped`))).toBeGreaterThan(0);
    }
    const dropped = Number(await redis.get(`${stream}-dropped`));
    expect(dropped + (await redis.xLen(stream))).toBe(3000);
  });

  it('counts each event that it drops, even if they go one at a time', async () => {
    const consumers = open({ maxBytes: 16 * 5000 });
    let dropped = 0;
    for (let ended = 1; ended <= 40; ended += 1) {
      await consumers.endSessions(1, () => 'ada');
      const before = dropped;
      dropped = Number((await redis.get(`${stream}-dropped`)) ?? 0);
      expect(dropped + (await redis.xLen(stream))).toBe(ended);
      expect(dropped - before).toBeLessThanOrEqual(1);
    }
    expect(dropped).toBeGreaterThan(10);
  });

  it('stays within its bytes after it was trimmed by hand or its offset was evicted', async () => {
    const consumers = open({ maxBytes: 16 * 20_000 });
    for (const harm of [() => redis.xTrim(stream, 'MAXLEN', 3), () => redis.del(`${stream}-offset`)]) {
      await consumers.endSessions(200, () => 'ada');
      const kept = await redis.xLen(stream);
      await harm();
      await consumers.endSessions(100, () => 'ada');
      expect(Math.abs((await redis.xLen(stream)) - kept)).toBeLessThanOrEqual(2);
    }
  });

  it('drops an event at its maximum age by the clock of the server, at the next ending or sweep', async () => {
    const consumers = open({ maxAge: '2h' });
    const [seconds, microseconds] = await redis.time();
    const now = Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
    const write = async (ageMs: number): Promise<unknown> =>
      redis.xAdd(stream, `${String(now - ageMs)}-1`, { type: 'danced' });
    const types = async (): Promise<unknown> =>
      ((await redis.xRange(stream, '-', '+')) ?? []).map(({ message }) => message.type);
    await write(2 * HOUR + 1);
    await write(2 * HOUR - 60_000);
    await consumers.endSessions(1, () => 'ada');
    expect(await types()).toEqual(['danced', 'deleted']);
    await redis.del(stream);
    await write(2 * HOUR + 1);
    await write(2 * HOUR - 60_000);
    await consumers.store.sweep(10);
    expect(await types()).toEqual(['danced']);
    expect(await redis.get(`${stream}-dropped`)).toBe('2');
  });

  it('has no metadata unless the option asks for it', async () => {
    const metadata = { secret: 'metadata-secret' };
    const hears = async (events: EventStreamOptions): Promise<SessionEventDelivery['event'][]> => {
      await redis.flushAll();
      const consumers = open(events);
      const { session } = await consumers.store.create({ ...newSession('ada'), metadata });
      await consumers.store.delete(session.id);
      const damaged = await consumers.store.create({ ...newSession('ada'), metadata });
      await redis.hDel(placeOf(redis, 'sessions', damaged.session.id).record, 'times');
      expect((await consumers.store.get(damaged.session.id)).state).toBe('quarantined');
      const consumer = await consumers.start();
      await until('both have come', () => consumers.deliveries.length === 2);
      // The next consumer has the same group, so this one would take some of its events.
      await consumer.stop();
      return consumers.deliveries.map(({ event }) => event);
    };
    expect(await hears({})).toMatchObject([
      { type: 'deleted', session: { userId: 'ada', metadata: {} } },
      { type: 'quarantined', record: { problem: 'times or timeouts are missing', raw: null } },
    ]);
    expect(JSON.stringify(await redis.xRange(stream, '-', '+'))).not.toContain('metadata-secret');
    expect(await opened[0]?.store.quarantined(1)).toMatchObject([{ raw: { fields: { user: 'ada' } } }]);
    expect(await hears({ metadata: true })).toMatchObject([
      { session: { metadata } },
      { record: { raw: { fields: { metadata: JSON.stringify(metadata) } } } },
    ]);
  });
});

describe('a Redis that is full', () => {
  beforeEach(() => redis.configSet({ maxmemory: '16mb', 'maxmemory-policy': 'noeviction' }));

  it('drops events before it refuses a session, and consumers report how many', async () => {
    const consumers = open({ metadata: true });
    const consumer = await consumers.start({ handler: () => Promise.resolve() });
    await consumer.stop();
    for (let round = 0; round < 60; round += 1) {
      const made = await Promise.all(
        Array.from({ length: 50 }, (_, at) =>
          consumers.store.create({ ...newSession(`user-${String(at)}`), metadata: LARGE }),
        ),
      );
      await Promise.all(made.map(({ session }) => consumers.store.delete(session.id)));
    }
    const kept = (await Promise.all(SHARDS.map((shard) => redis.xLen(`${shard}events`)))).reduce((a, b) => a + b);
    expect(kept).toBeGreaterThan(300);
    await consumers.start();
    await until('the rest is handled', () => consumers.deliveries.length === kept);
    await until('the dropped ones are reported', () => consumers.dropped === 3000 - kept);
  });

  it('accepts a session of a user whose shard has no events', async () => {
    const consumers = open({ metadata: true, maxBytes: 16 * 64 * MIB });
    await expect(
      (async () => {
        for (let count = 0; count < 2000; count += 1) {
          const { session } = await consumers.store.create({ ...newSession('ada'), metadata: LARGE });
          await consumers.store.delete(session.id);
        }
      })(),
    ).resolves.toBe(undefined);
    expect(Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1])).toBeGreaterThan(14 * MIB);
    const bob = { ...newSession('bob'), metadata: LARGE };
    for (let count = 0; count < 50; count += 1) await consumers.store.create(bob);
  });

  it('refuses a session when no event is left to drop, and keeps its sessions', async () => {
    const consumers = open();
    await consumers.endSessions(100);
    const create = async (): Promise<void> => {
      for (let count = 0; count < 10_000; count += 1) {
        await consumers.store.create({ ...newSession(`user-${String(count)}`), metadata: LARGE });
      }
    };
    await expect(create()).rejects.toThrow('Redis is out of memory');
    for (const shard of SHARDS) expect(await redis.xLen(`${shard}events`)).toBe(0);
    expect((await consumers.store.counts()).active).toBeGreaterThan(1000);
  });
});
