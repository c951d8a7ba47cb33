import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventConsumers, newSession } from '../../test/event-consumers.js';
import { RedisFixture } from '../../test/redis-fixture.js';
import { until } from '../../test/until.js';
import { RedisSessionStore } from '../redis-session.store.js';

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
  consumers = new EventConsumers({ client: redis.client, prefix, shards: 1 }, { metadata: true });
});
afterEach(() => consumers.close());

/** All keys of the store, with what they have. */
async function contents(): Promise<string> {
  const found: unknown[] = [];
  for (const key of await redis.client.keys(`{${prefix}:0}:*`)) {
    const type = await redis.client.type(key);
    if (type === 'stream') found.push(key, await redis.client.xRange(key, '-', '+'));
    else if (type === 'hash') found.push(key, await redis.client.hGetAll(key));
    else if (type === 'zset') found.push(key, await redis.client.zRange(key, 0, -1));
    else found.push(key, await redis.client.get(key));
  }
  return JSON.stringify(found);
}

describe('eraseUser', () => {
  it('leaves no key and no value that names the user', async () => {
    const { store } = consumers;
    const handler = (): Promise<void> => Promise.reject(new Error('the mail server is down'));
    const consumer = await consumers.start({ handler, attempts: 1 });
    for (const user of ['erased-user', 'other-user']) {
      const [first, second, third] = [1, 2, 3].map(() => store.create(newSession(user)));
      await store.rotate((await first)?.session.id ?? '', 60_000);
      await store.delete((await second)?.session.id ?? '');
      await store.quarantine((await third)?.session.id ?? '', 'metadata does not fit');
    }
    await until('the events are parked', async () => (await consumer.parked()).length === 4);
    expect(await contents()).toContain('erased-user');
    expect(await store.eraseUser('erased-user')).toEqual({ sessions: 1, endings: 1, quarantined: 1, events: 4 });
    expect(await contents()).not.toContain('erased-user');
    expect(await contents()).toContain('other-user');
    const parked = await consumer.parked();
    expect(parked).toHaveLength(2);
    expect(await store.eraseUser('erased-user')).toEqual({ sessions: 0, endings: 0, quarantined: 0, events: 0 });
  });

  it('removes events that no consumer has got, which count as dropped, and hundreds of sessions, endings and events', async () => {
    const { store } = consumers;
    const consumer = await consumers.start();
    await consumer.stop();
    const ended = await consumers.endSessions(150, () => 'ada');
    await consumers.endSessions(2, () => 'bob');
    for (let made = 0; made < 150; made += 1) await store.create(newSession('ada'));
    expect(await store.eraseUser('ada')).toEqual({ sessions: 150, endings: 150, quarantined: 0, events: 150 });
    await consumers.start();
    await until('the others are delivered', () => consumers.deliveries.length === 2);
    for (const id of ended) expect(consumers.sessionIds).not.toContain(id);
    await until('it is told', () => consumers.dropped === 150);
  });

  it('removes the rest when it is called again after a lost connection', async () => {
    await consumers.endSessions(30, () => 'ada');
    await consumers.store.create(newSession('ada'));
    let left = 3;
    const commands = redis.client.withCommandOptions({});
    const unlessCut = <Reply>(send: () => Promise<Reply>): Promise<Reply> =>
      (left -= 1) < 0 ? Promise.reject(new Error('Socket closed unexpectedly')) : send();
    const interrupted = new RedisSessionStore({
      ...{ prefix, shards: 1 },
      client: {
        isOpen: true,
        isReady: true,
        withCommandOptions: () => ({
          evalSha: (sha1, call) => unlessCut(() => commands.evalSha(sha1, call)),
          eval: (source, call) => unlessCut(() => commands.eval(source, call)),
        }),
      },
    });
    await expect(interrupted.eraseUser('ada')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await contents()).toContain('"ada"');
    expect(await consumers.store.eraseUser('ada')).toMatchObject({ sessions: 0, events: 30 });
    expect(await contents()).not.toContain('ada');
  });
});
