import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventConsumers } from '../../test/event-consumers.js';
import { RedisFixture } from '../../test/redis-fixture.js';
import { until } from '../../test/until.js';

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

const PARKED = (): string => `{${prefix}:13}:events-parked:test`;
const fails = (): Promise<void> => Promise.reject(new Error('the mail server is down'));

describe('a handler that fails', () => {
  it('is tried again after growing pauses, and then its event is parked', async () => {
    const [id] = await consumers.endSessions(1, () => 'ada');
    const consumer = await consumers.start({ handler: fails, attempts: 5, retryDelay: 40 });
    await until('it is parked', async () => (await consumer.parked()).length === 1);
    expect(consumers.deliveries.map(({ deliveries }) => deliveries)).toEqual([1, 2, 3, 4, 5]);
    const times = consumers.deliveries.map(({ atMs }) => atMs);
    const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    for (const [at, gap] of gaps.entries()) expect(gap).toBeGreaterThanOrEqual(0.8 * 40 * 2 ** at - 1);
    const [parked] = await consumer.parked();
    const [delivery] = consumers.deliveries;
    expect(parked).toMatchObject({
      id: delivery?.id,
      event: delivery?.event,
      deliveries: 5,
      reason: 'the mail server is down',
    });
    expect(Math.abs((parked?.parkedAt ?? 0) - Date.now())).toBeLessThan(5000);
    expect(consumers.sessionIds).toEqual([id, id, id, id, id]);
    expect((await redis.client.xPending(`{${prefix}:13}:events`, 'test')).pending).toBe(0);
    await until('it is reported', () => consumers.notices.includes('parked: 1'));
  });

  it('does not hold up other events', async () => {
    const [bad] = await consumers.endSessions(1, () => 'ada');
    const handler = ({ event }: { event: object }): Promise<void> =>
      JSON.stringify(event).includes(`"${String(bad)}"`) ? fails() : Promise.resolve();
    await consumers.start({ handler, concurrency: 1, retryDelay: '30s' });
    const good = await consumers.endSessions(20, () => 'ada');
    await until('the others are handled', () => consumers.deliveries.length === 21);
    expect(consumers.sessionIds).toEqual([bad, ...good]);
  });

  it('can be retried by an operator; its event stays parked if it fails again', async () => {
    await consumers.endSessions(3, () => 'ada');
    let isBroken = true;
    const handler = (): Promise<void> => (isBroken ? fails() : Promise.resolve());
    const consumer = await consumers.start({ handler, attempts: 2 });
    await until('all are parked', async () => (await consumer.parked()).length === 3);
    expect(await consumer.parked(2)).toHaveLength(2);
    expect(await consumer.retryParked(1)).toEqual({ handled: 0, failed: 1 });
    expect((await consumer.parked()).map(({ deliveries }) => deliveries)).toEqual([2, 2, 3]);
    isBroken = false;
    expect(await consumer.retryParked(2)).toEqual({ handled: 2, failed: 0 });
    const [last] = await consumer.parked();
    expect(last?.deliveries).toBe(3);
    expect(await consumer.dropParked([last?.parkedId ?? '', '3:1-1', 'nonsense'])).toBe(1);
    expect((await redis.keysOf(prefix)).filter((key) => key.includes('parked'))).toEqual([]);
  });

  it('keeps parked events within their limit in bytes, and reports how many were dropped', async () => {
    await consumers.endSessions(250, () => 'ada');
    const consumer = await consumers.start({ handler: fails, attempts: 1, maxParkedBytes: 16 * 20_000 });
    await until('all are settled', () => consumers.deliveries.length === 250);
    await consumer.stop();
    const kept = await redis.client.xLen(PARKED());
    expect(kept).toBeGreaterThanOrEqual(20);
    expect(await redis.client.memoryUsage(PARKED(), { SAMPLES: 0 })).toBeLessThan(25_000);
    expect(consumers.dropped).toBe(250 - kept);
  });

  it('drops parked events above their maximum age', async () => {
    const old = `${String(Date.now() - 8 * 24 * 3_600_000)}-1`;
    await redis.client.xAdd(PARKED(), old, { entry: '1-1', deliveries: '5', reason: 'old' });
    await redis.client.xAdd(PARKED(), '*', { entry: '1-1', deliveries: '5', reason: 'young' });
    await consumers.start();
    await until('the old one is dropped', () => consumers.dropped === 1);
    const left = (await redis.client.xRange(PARKED(), '-', '+')) ?? [];
    expect(left.map(({ message }) => message.reason)).toEqual(['young']);
  });

  it('counts its attempts across consumers, so that an event that ends its process is parked', async () => {
    const key = `{${prefix}:13}:events`;
    await consumers.endSessions(1, () => 'ada');
    const consumer = await consumers.start({ attempts: 3, takeOverAfter: 100, handler: fails, retryDelay: '30s' });
    await until('it has begun', () => consumers.deliveries.length === 1);
    await consumer.stop();
    const id = consumers.deliveries[0]?.id.split(':')[1] ?? '';
    expect((await redis.client.xPendingRange(key, 'test', '-', '+', 9))[0]).toMatchObject({ id, deliveriesCounter: 1 });
    for (let time = 0; time < 2; time += 1) await redis.client.xClaim(key, 'test', 'crashed', 0, id);
    const other = await consumers.start({ attempts: 3, takeOverAfter: 100 });
    await until('it is parked', async () => (await other.parked()).length === 1);
    expect((await other.parked())[0]).toMatchObject({
      deliveries: 3,
      reason: expect.stringContaining('ended before its handler'),
    });
    expect(consumers.deliveries).toHaveLength(1);
  });
});
