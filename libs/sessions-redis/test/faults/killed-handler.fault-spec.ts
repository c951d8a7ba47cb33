import { expect, it } from '@jest/globals';
import { RedisSessionStore, SessionEventConsumer, type SessionEventDelivery } from '../../src/index.js';
import { Child } from '../processes/child.js';
import { RedisServer } from '../redis-server.js';
import { newSession } from '../traffic.js';
import { until } from '../until.js';

const EVENTS = 200;

it('delivers every ending to another instance when the instances that handle them are killed', async () => {
  const server = await RedisServer.start();
  const settings = { url: server.url, prefix: 'sessions' };
  const store = new RedisSessionStore(settings);
  const handled: SessionEventDelivery[] = [];
  const survivor = new SessionEventConsumer({
    ...settings,
    group: 'test',
    takeOverAfter: 500,
    pollInterval: 20,
    handler: (delivery) => Promise.resolve(void handled.push(delivery)),
  });
  // Their handlers never end. They report what was delivered to them.
  const inHand = new Set<unknown>();
  const doomed = [1, 2].map(() => Child.start('consumer-main.ts', settings));
  try {
    for (const child of doomed) child.onMessage((id) => inHand.add(id));
    const ended = new Set<string>();
    for (let at = 0; at < EVENTS; at += 1) {
      const { session } = await store.create(newSession(`user-${String(at)}`));
      await store.delete(session.id);
      ended.add(session.id);
    }
    await until('both have their hands full', () => inHand.size === 32);
    await survivor.start();
    await until('the survivor is at work', () => handled.length > 0);
    await Promise.all(doomed.map((child) => child.kill()));
    const ids = (): Set<string> =>
      new Set(handled.map(({ event }) => (event.type === 'quarantined' ? '' : event.session.id)));
    await until('every ending is handled', () => ids().size === EVENTS);
    expect(ids()).toEqual(ended);
    const again = handled.filter(({ id }) => inHand.has(id));
    expect(new Set(again.map(({ id }) => id))).toEqual(inHand);
    for (const { deliveries } of again) expect(deliveries).toBeGreaterThan(1);
    expect(await survivor.parked()).toEqual([]);
  } finally {
    for (const child of doomed) await child.kill();
    await survivor.stop();
    await store.close();
    await server.stop();
  }
}, 30_000);
