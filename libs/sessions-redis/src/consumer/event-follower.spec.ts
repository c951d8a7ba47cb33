import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoreFollower } from 'nest-sessions/store';
import { EventConsumers, Gate } from '../../test/event-consumers.js';
import { RedisFixture } from '../../test/redis-fixture.js';
import { SwitchableProxy } from '../../test/switchable-proxy.js';
import { until, untilAnswered } from '../../test/until.js';
import { RedisSessionStore } from '../redis-session.store.js';

let redis: RedisFixture;
let ending: EventConsumers;
let place: { readonly prefix: string; readonly shards: number };

/** What a follower was told: users whose session ended, or `missed`. */
class Told {
  readonly users: string[] = [];
  missed = 0;
  readonly follower: StoreFollower;

  constructor(
    readonly store: RedisSessionStore,
    handler: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.follower = store.follower({
      handler: ({ event, deliveries }) => {
        const user = ('session' in event ? event.session.userId : undefined) ?? 'somebody';
        this.users.push(deliveries === 1 ? user : `${user}, again`);
        return handler();
      },
      onMissed: () => (this.missed += 1),
    });
  }

  async stop(): Promise<void> {
    await this.follower.stop();
    await this.store.close();
  }
}

const running: { stop(): Promise<void> }[] = [];
async function follow(handler?: () => Promise<void>, url = redis.url): Promise<Told> {
  const told = new Told(new RedisSessionStore({ ...place, url }), handler);
  running.push(told);
  await told.follower.start();
  return told;
}

beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());
beforeEach(() => {
  place = { prefix: redis.freshPrefix(), shards: 1 };
  ending = new EventConsumers({ url: redis.url, ...place });
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  await ending.close();
});

describe('followers', () => {
  it('all get each ending once, in order, from their start on', async () => {
    await ending.endSessions(3, () => 'before');
    const [one, other] = [await follow(), await follow()];
    await ending.endSessions(50);
    const users = Array.from({ length: 50 }, (_, at) => `user-${String(at)}`);
    for (const { users: heard } of [one, other]) await until('all are told', () => heard.length >= 50);
    expect([one.users, other.users]).toEqual([users, users]);
    expect([one.missed, other.missed]).toEqual([0, 0]);
  });

  it('hear of endings in all of many shards', async () => {
    place = { ...place, prefix: redis.freshPrefix(), shards: 16 };
    const many = new EventConsumers({ url: redis.url, ...place });
    running.push({ stop: () => many.close() });
    const told = await follow();
    await many.endSessions(60);
    await until('all are told', () => told.users.length >= 60);
    expect(new Set(told.users).size).toBe(60);
    expect(told.missed).toBe(0);
  });

  it('lose nothing to slow handlers, of which 16 run at a time', async () => {
    const gate = new Gate();
    const told = await follow(gate.wait);
    await ending.endSessions(40);
    await until('16 are at work', () => told.users.length === 16);
    await ending.endSessions(1, () => 'late');
    expect(told.users).toHaveLength(16);
    gate.open();
    await until('all are told', () => told.users.length >= 41);
    expect(told.users.at(-1)).toBe('late');
    expect(told.missed).toBe(0);
  });

  it('are told once that endings were dropped before they got them', async () => {
    const gate = new Gate();
    const bounded = new EventConsumers({ url: redis.url, ...place }, { maxBytes: 4096 });
    running.push({ stop: () => bounded.close() });
    const told = await follow(gate.wait);
    await ending.endSessions(16, () => 'first');
    await until('16 are at work', () => told.users.length === 16);
    await bounded.endSessions(100);
    expect(told.missed).toBe(0);
    gate.open();
    await until('the last one is told', () => told.users.includes('user-99'));
    expect(told.users.length).toBeLessThan(116);
    expect(told.missed).toBe(1);
  });

  it('are told that an ending was erased before they got it, also if it was between others', async () => {
    const gate = new Gate();
    const told = await follow(gate.wait);
    await ending.endSessions(16, () => 'first');
    await until('16 are at work', () => told.users.length === 16);
    for (const user of ['ada', 'bob', 'ada']) await ending.endSessions(1, () => user);
    await ending.endSessions(1, () => 'erased');
    await ending.endSessions(1, () => 'last');
    expect((await ending.store.eraseUser('erased')).events).toBe(1);
    gate.open();
    await until('the last one is told', () => told.users.includes('last'));
    expect(told.users.slice(16)).toEqual(['ada', 'bob', 'ada', 'last']);
    expect(told.missed).toBe(1);
    await ending.endSessions(1, () => 'later');
    await until('the later one is told', () => told.users.includes('later'));
    expect(told.missed).toBe(1);
  });

  it('get after an outage what ended in it, and are told that they may have missed some', async () => {
    const proxy = await SwitchableProxy.start(Number(new URL(redis.url).port));
    const told = await follow(undefined, proxy.url);
    await ending.endSessions(1, () => 'before');
    await until('the first is told', () => told.users.length === 1);
    proxy.cutAfter(1);
    await until('the connection is cut', () => proxy.hasCut);
    await ending.endSessions(3, () => 'within');
    expect(told.users).toEqual(['before']);
    proxy.mend();
    await until('the rest is told', () => told.users.length >= 4 && told.missed > 0);
    expect(told.users).toEqual(['before', 'within', 'within', 'within']);
    expect(told.missed).toBe(1);
    await told.follower.stop();
    await proxy.stop();
  });

  it('go on when the streams are gone, and are told that they may have missed endings', async () => {
    const told = await follow();
    await ending.endSessions(2, () => 'before');
    await until('these are told', () => told.users.length === 2);
    await redis.client.unlink(await redis.keysOf(place.prefix));
    await untilAnswered(() => ending.endSessions(1, () => 'after'));
    await until('it is told', () => told.users.includes('after'));
    expect(told.missed).toBe(1);
  });

  it('are refused by a store that writes no events', async () => {
    const store = new RedisSessionStore({ ...place, url: redis.url, events: false });
    const options = { handler: () => Promise.resolve(), onMissed: () => undefined };
    expect(() => store.follower(options)).toThrow('events is false, so no instance can hear of endings');
    await store.close();
  });
});
