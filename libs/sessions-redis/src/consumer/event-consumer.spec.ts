import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventConsumers, Gate, newSession } from '../../test/event-consumers.js';
import { damageRecord, DAMAGES, placeOf } from '../../test/redis-damage.js';
import { RedisFixture } from '../../test/redis-fixture.js';
import { until } from '../../test/until.js';
import { FakeClock } from 'nest-sessions/testing';
import type { RedisClient } from '../connection/redis-client.js';
import { RedisSessionStore } from '../redis-session.store.js';
import { SessionEventConsumer } from './session-event-consumer.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

let redis: RedisFixture;
let prefix: string;
let consumers: EventConsumers;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());
beforeEach(() => {
  prefix = redis.freshPrefix();
  consumers = new EventConsumers({ client: redis.client, prefix });
});
afterEach(() => consumers.close());

const shown = (count: number): Promise<number> =>
  until(`${String(count)} deliveries`, () => consumers.deliveries.length >= count);

/** How many entries a group has pending, in all shards. */
async function pending(group = 'test'): Promise<number> {
  let count = 0;
  for (let shard = 0; shard < 16; shard += 1) {
    count += (await redis.client.xPending(`{${prefix}:${String(shard)}}:events`, group)).pending;
  }
  return count;
}

describe('a consumer', () => {
  it('returns how many events its group has not handled yet', async () => {
    const gate = new Gate();
    const consumer = consumers.make({ concurrency: 1, handler: gate.wait });
    await consumer.start();
    expect(await consumer.pending()).toBe(0);
    for (const userId of ['ada', 'bob', 'cleo']) {
      await consumers.store.delete((await consumers.store.create(newSession(userId))).session.id);
    }
    await shown(1);
    expect(await consumer.pending()).toBe(3);
    gate.open();
    await until('all are handled', async () => (await consumer.pending()) === 0);
  });

  it('delivers each ending as an event', async () => {
    const clock = new FakeClock();
    const store = new RedisSessionStore({ client: redis.client, prefix, clock });
    const deleted = (await store.create(newSession('ada'))).session;
    await store.delete(deleted.id);
    const damaged = (await store.create(newSession('bob'))).session;
    await damageRecord(
      DAMAGES['has lost its times'] ?? (() => Promise.resolve()),
      placeOf(redis.client, prefix, damaged.id),
    );
    await store.get(damaged.id);
    const expired = (await store.create(newSession('cleo'))).session;
    clock.advance(3_600_000);
    await store.sweep(10);
    await consumers.start();
    await shown(3);
    const events = new Map(consumers.deliveries.map(({ event }) => [event.type, event]));
    const at = deleted.createdAt;
    // Events have no metadata by default.
    const [first, last] = [deleted, expired].map((session) => ({ ...session, metadata: {} }));
    expect(events.get('deleted')).toEqual({ type: 'deleted', at, session: first, reason: 'deleted' });
    expect(events.get('expired')).toEqual({ type: 'expired', at: at + 3_600_000, session: last, reason: 'idle' });
    expect(events.get('quarantined')).toMatchObject({
      at,
      reason: 'quarantined',
      record: { id: damaged.id, problem: 'times or timeouts are missing', quarantinedAt: at },
    });
    expect(consumers.deliveries.map(({ deliveries }) => deliveries)).toEqual([1, 1, 1]);
    await until('all are acknowledged', async () => (await pending()) === 0);
  });

  it('shares the events with the other consumers of its group, so that each is handled once', async () => {
    // Each handler waits until the other has started, so that no consumer handles all events alone.
    const gate = new Gate();
    const one = await consumers.start({ concurrency: 4, handler: gate.wait });
    const other = await consumers.start({ concurrency: 4, handler: gate.wait });
    const ids = await consumers.endSessions(200);
    await until('both have begun', () => new Set(consumers.deliveries.map(({ by }) => by)).size === 2);
    expect([one.name, other.name].sort()).toEqual([...new Set(consumers.deliveries.map(({ by }) => by))].sort());
    gate.open();
    await shown(200);
    await until('all are acknowledged', async () => (await pending()) === 0);
    expect(consumers.sessionIds.sort()).toEqual(ids.sort());
    expect(new Set(consumers.deliveries.map(({ id }) => id)).size).toBe(200);
  });

  it('gets all events of the store whatever other groups have read', async () => {
    const ids = await consumers.endSessions(5);
    await consumers.start({ group: 'one' });
    await consumers.start({ group: 'other' });
    await shown(10);
    expect(consumers.sessionIds.sort()).toEqual([...ids, ...ids].sort());
  });

  it('begins with the next event if its option says so', async () => {
    await consumers.endSessions(20);
    await consumers.start({ from: 'now' });
    const ids = await consumers.endSessions(20);
    await shown(20);
    expect(consumers.sessionIds.sort()).toEqual(ids.sort());
    expect(consumers.dropped).toBe(0);
  });

  it('starts the events of a shard in order', async () => {
    const ids = await consumers.endSessions(50, () => 'ada');
    await consumers.start({ concurrency: 7 });
    await shown(50);
    expect(consumers.sessionIds).toEqual(ids);
  });

  it('runs at most `concurrency` handlers at a time', async () => {
    let [running, most] = [0, 0];
    await consumers.endSessions(40);
    await consumers.start({
      concurrency: 3,
      handler: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      },
    });
    await shown(40);
    expect(most).toBe(3);
  });

  it('parks an entry that is not an event immediately, and continues', async () => {
    const bad = { type: 'deleted', at: '1', reason: 'deleted', id: 'x' };
    const key = `{${prefix}:13}:events`;
    await redis.client.xAdd(key, '*', bad);
    await redis.client.xAdd(key, '*', { type: 'danced' });
    await redis.client.xAdd(key, '*', { type: 'expired', at: 'noon', reason: 'idle' });
    await redis.client.xAdd(key, '*', { type: 'expired', at: '1', reason: 'revoked' });
    const ids = await consumers.endSessions(3, () => 'ada');
    const consumer = await consumers.start();
    await shown(3);
    expect(consumers.sessionIds).toEqual(ids);
    await until('all are settled', async () => (await pending()) === 0);
    const parked = await consumer.parked();
    expect(parked).toHaveLength(4);
    expect(parked[0]).toMatchObject({ event: undefined, deliveries: 1, fields: Object.entries(bad).flat() });
    expect(parked.map(({ reason }) => reason)).toEqual([
      "The entry can't be read: userId is not a string.",
      "The entry can't be read: its type is unknown.",
      "The entry can't be read: at is not an instant.",
      "The entry can't be read: its reason does not fit its type.",
    ]);
    expect(await consumer.retryParked()).toEqual({ handled: 0, failed: 4 });
    expect(await consumer.dropParked('all')).toBe(4);
    expect(await consumer.parked()).toEqual([]);
  });

  it('refuses a store with another number of shards, and options that are not valid', async () => {
    await consumers.store.create(newSession('ada'));
    const refusal = { code: 'INVALID_OPTIONS', message: expect.stringMatching(/shards is 8.*16 shards/) };
    await expect(consumers.start({ shards: 8 })).rejects.toMatchObject(refusal);
    const options = { group: 'a b', attempts: 0, takeOverAfter: 1, from: 'now' as const };
    expect(() => consumers.make(options)).toThrow(
      /group is 'a b'.*attempts is 0.*takeOverAfter is 1, allowed is whole milliseconds from 100/,
    );
    expect(() => new SessionEventConsumer({ group: 'a', handler: () => Promise.resolve() })).toThrow(
      'give either client',
    );
  });

  it('asks Redis rarely while nothing happens, and still sees a new event soon', async () => {
    let calls = 0;
    const client: RedisClient = {
      isOpen: true,
      isReady: true,
      withCommandOptions(options) {
        const commands = redis.client.withCommandOptions(options);
        return {
          evalSha: (sha1, call) => {
            calls += 1;
            return commands.evalSha(sha1, call);
          },
          eval: (source, call) => commands.eval(source, call),
        };
      },
    };
    const quiet = new EventConsumers({ client, prefix });
    try {
      await quiet.start({ pollInterval: 250, takeOverAfter: '30s' });
      const began = performance.now();
      await until('a second has passed', () => performance.now() - began > 1000);
      const before = calls;
      await until('another second has passed', () => performance.now() - began > 2000);
      expect(calls - before).toBeLessThanOrEqual(7);
      await consumers.endSessions(1);
      expect(await until('it is handled', () => quiet.deliveries.length === 1)).toBeLessThan(600);
    } finally {
      await quiet.close();
    }
  });
});
