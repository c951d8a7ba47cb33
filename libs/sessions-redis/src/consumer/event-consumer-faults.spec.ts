import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventConsumers, Gate } from '../../test/event-consumers.js';
import { Child } from '../../test/processes/child.js';
import { RedisFixture } from '../../test/redis-fixture.js';
import { until } from '../../test/until.js';
import type { RedisClient } from '../connection/redis-client.js';
import { EVENT_SCRIPTS } from '../scripts/scripts.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

describe('the consumers of a group', () => {
  let redis: RedisFixture;
  let prefix: string;
  let events: string;
  let consumers: EventConsumers;
  beforeAll(async () => {
    redis = await RedisFixture.open();
  });
  afterAll(() => redis.close());
  beforeEach(() => {
    prefix = redis.freshPrefix();
    events = `{${prefix}:13}:events`;
    consumers = new EventConsumers({ client: redis.client, prefix });
  });
  afterEach(() => consumers.close());

  const ofAda = (count: number): Promise<string[]> => consumers.endSessions(count, () => 'ada');
  const names = async (): Promise<string[]> =>
    (await redis.client.xInfoConsumers(events, 'test')).map(({ name }) => name);
  const pending = async (): Promise<number> => (await redis.client.xPending(events, 'test')).pending;
  const shown = (count: number): Promise<number> =>
    until(`${String(count)} deliveries`, () => consumers.deliveries.length >= count);

  it('handle the event of a process that is killed with -9 in the middle of its handler', async () => {
    const child = Child.start('consumer-main.ts', { url: redis.url, prefix });
    try {
      const begun: unknown[] = [];
      child.onMessage((id) => begun.push(id));
      const [id] = await ofAda(1);
      await until('the child has it in hand', () => begun.length === 1);
      await consumers.start({ takeOverAfter: 500 });
      await child.kill();
      await shown(1);
      expect(consumers.deliveries[0]).toMatchObject({ id: begun[0], deliveries: 2 });
      expect(consumers.sessionIds).toEqual([id]);
      await until('it is acknowledged', async () => (await pending()) === 0);
      await until('the name of the dead is gone', async () => (await names()).length === 1);
    } finally {
      await child.kill();
    }
  });

  it('leave an event to a running consumer, however slow its handler is', async () => {
    const gate = new Gate();
    const slow = await consumers.start({ handler: gate.wait, takeOverAfter: 150, concurrency: 1 });
    await ofAda(1);
    await shown(1);
    const idles: number[] = [];
    await consumers.start({ takeOverAfter: 150 });
    await until('several times as long has passed', async () => {
      const [entry] = await redis.client.xPendingRange(events, 'test', '-', '+', 1);
      idles.push(entry?.millisecondsSinceLastDelivery ?? Infinity);
      return performance.now() - (consumers.deliveries[0]?.atMs ?? 0) > 1000;
    });
    expect(Math.max(...idles)).toBeLessThan(150);
    gate.open();
    await until('it is acknowledged', async () => (await pending()) === 0);
    expect(consumers.deliveries.map(({ by, deliveries }) => [by, deliveries])).toEqual([[slow.name, 1]]);
  });

  it('wait for running handlers when they stop, and remove their name from the group', async () => {
    const gate = new Gate();
    const consumer = await consumers.start({ handler: gate.wait, concurrency: 1 });
    await ofAda(2);
    await shown(1);
    const stopped = consumer.stop();
    await until('its time has come', () => performance.now() - (consumers.deliveries[0]?.atMs ?? 0) > 100);
    expect(await pending()).toBe(1);
    gate.open();
    await stopped;
    expect(await pending()).toBe(0);
    expect(await names()).toEqual([]);
    expect(consumers.deliveries).toHaveLength(1);
    await expect(consumer.start()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await consumers.start();
    await shown(2);
  });

  it('stop in bounded time even if a handler hangs; another consumer takes its event', async () => {
    const stuck = await consumers.start({
      handler: () => new Promise(() => undefined),
      takeOverAfter: 300,
      stopTimeout: 50,
    });
    await ofAda(1);
    await shown(1);
    const began = performance.now();
    await stuck.stop();
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await names()).toEqual([stuck.name]);
    await consumers.start({ takeOverAfter: 300 });
    await shown(2);
    await until('its name is gone', async () => !(await names()).includes(stuck.name));
    expect(consumers.deliveries[1]).toMatchObject({ deliveries: 2, id: consumers.deliveries[0]?.id });
  });

  it('continue immediately with the events of a stopped consumer, and with their delivery count', async () => {
    const fails = (): Promise<void> => Promise.reject(new Error('not now'));
    const first = await consumers.start({ handler: fails, retryDelay: 200, takeOverAfter: '1m' });
    await ofAda(1);
    await shown(1);
    await first.stop();
    const began = performance.now();
    await until('its time has come', () => performance.now() - began > 250);
    await consumers.start({ takeOverAfter: '1m' });
    await shown(2);
    expect(consumers.deliveries[1]).toMatchObject({ deliveries: 2, id: consumers.deliveries[0]?.id });
  });

  it('return events that arrive while they stop, with an unchanged delivery count', async () => {
    await ofAda(1);
    let stopped: Promise<void> | undefined;
    const client: RedisClient = {
      isOpen: true,
      isReady: true,
      withCommandOptions(options) {
        const commands = redis.client.withCommandOptions(options);
        return {
          eval: (source, call) => commands.eval(source, call),
          evalSha(sha1, call) {
            if (sha1 === EVENT_SCRIPTS.read.sha1) stopped = consumer.stop();
            return commands.evalSha(sha1, call);
          },
        };
      },
    };
    const stopping = new EventConsumers({ client, prefix });
    const consumer = await stopping.start({ takeOverAfter: '1m' });
    await until('it is asked to stop', () => stopped !== undefined);
    await stopped;
    const [entry] = await redis.client.xPendingRange(events, 'test', '-', '+', 9);
    expect(entry).toMatchObject({ consumer: consumer.name, deliveriesCounter: 0 });
    await consumers.start({ takeOverAfter: '1m' });
    await shown(1);
    expect(consumers.deliveries[0]?.deliveries).toBe(1);
    expect(stopping.deliveries).toEqual([]);
  });

  it('report how many events were dropped unread, and continue', async () => {
    const small = new EventConsumers({ client: redis.client, prefix }, { maxBytes: 2 ** 16 });
    try {
      const first = await small.start();
      const ids = await small.endSessions(5, () => 'ada');
      await until('5 are handled', () => small.deliveries.length === 5);
      await first.stop();
      ids.push(...(await small.endSessions(300, () => 'ada')));
      const kept = await redis.client.xLen(events);
      expect(kept).toBeLessThan(300);
      await small.start();
      await until('the rest is handled', () => small.deliveries.length === 5 + kept);
      expect(small.sessionIds).toEqual([...ids.slice(0, 5), ...ids.slice(-kept)]);
      await until('the others have reported it', () => small.dropped === 300 - kept);
    } finally {
      await small.close();
    }
    expect(small.dropped + small.deliveries.length).toBe(305);
  });

  it('do not report events that were written before their start', async () => {
    const small = new EventConsumers({ client: redis.client, prefix }, { maxBytes: 2 ** 16 });
    try {
      await small.endSessions(80, () => 'ada');
      const consumer = await small.start({ from: 'now' });
      for (let time = 1; time <= 15; time += 1) {
        await small.endSessions(10, () => 'ada');
        await until('they are handled', () => small.deliveries.length === 10 * time);
      }
      await consumer.stop();
      expect(Number(await redis.client.get(`${events}-dropped`))).toBeGreaterThan(0);
      expect(small.dropped).toBe(0);
    } finally {
      await small.close();
    }
  });

  it('forget events that were dropped while a dead consumer had them, and report it', async () => {
    await ofAda(150);
    await redis.client.xGroupCreate(events, 'test', '0');
    await redis.client.xReadGroup('test', 'dead', { key: events, id: '>' }, { COUNT: 150 });
    await redis.client.xTrim(events, 'MAXLEN', 1);
    await consumers.start({ takeOverAfter: 100 });
    await until('none is pending', async () => (await pending()) === 0);
    await until('they have reported it', () => consumers.dropped === 149);
    expect(consumers.deliveries).toHaveLength(1);
  });

  it('still handle an event that was dropped while they handled it, and park it if it fails', async () => {
    let failures = 0;
    const handler = (): Promise<void> => Promise.reject(new Error(`failure ${String((failures += 1))}`));
    const consumer = await consumers.start({ handler, attempts: 3, retryDelay: 150, takeOverAfter: 100 });
    await ofAda(1);
    await shown(1);
    await redis.client.xTrim(events, 'MAXLEN', 0);
    await until('it is parked', async () => (await consumer.parked()).length === 1);
    expect((await consumer.parked())[0]).toMatchObject({ deliveries: 3, reason: 'failure 3' });
    expect([consumers.deliveries.length, consumers.dropped]).toEqual([3, 0]);
    expect(await pending()).toBe(0);
  });
});
