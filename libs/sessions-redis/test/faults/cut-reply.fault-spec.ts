import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { RedisSessionStore } from '../../src/index.js';
import { census } from '../census.js';
import { createMany } from '../create-many.js';
import { RedisServer } from '../redis-server.js';
import { SwitchableProxy } from '../switchable-proxy.js';
import { newSession } from '../traffic.js';
import { until, untilAnswered } from '../until.js';

const unavailable = { code: 'STORE_UNAVAILABLE' };

let server: RedisServer;
let proxy: SwitchableProxy;
let store: RedisSessionStore;
let witness: RedisSessionStore;
let prefix: string;
beforeAll(async () => {
  server = await RedisServer.start();
  proxy = await SwitchableProxy.start(server.port);
  await teach();
});
afterAll(async () => {
  await proxy.stop();
  await server.stop();
});
beforeEach(() => {
  prefix = `cut-${randomUUID()}`;
});

/** Loads all scripts into the server, so that the reply that is cut is not NOSCRIPT. */
async function teach(): Promise<void> {
  const teacher = new RedisSessionStore({ url: server.url, prefix: 'taught' });
  const { id } = (await teacher.create(newSession('ada'))).session;
  await teacher.touch(id);
  await teacher.renew(id);
  await teacher.updateTimeouts(id, { autoRenew: false });
  await teacher.get(id);
  await teacher.list({ limit: 1 });
  await teacher.delete(id);
  await teacher.sweep(1);
  await teacher.close();
}

/** Runs an operation whose reply is cut after so many bytes, then checks that the store continues automatically. */
async function cutReplyOf(operation: () => Promise<unknown>, bytes: number): Promise<void> {
  proxy.cutAfter(bytes);
  await expect(operation()).rejects.toMatchObject(unavailable);
  expect(proxy.hasCut).toBe(true);
  proxy.mend();
  await untilAnswered(() => store.counts(), 1000);
}

describe.each([1, 9, 40])('a connection that is cut after %i bytes of a reply', (bytes) => {
  beforeEach(async () => {
    store = new RedisSessionStore({ url: proxy.url, prefix });
    witness = new RedisSessionStore({ url: server.url, prefix });
    await store.counts();
  });

  afterEach(async () => {
    await store.close();
    await witness.close();
    expect((await census([server.url], prefix)).faults).toEqual([]);
  });

  it('never leaves a part of a session that was being created', async () => {
    await cutReplyOf(() => store.create(newSession('ada')), bytes);
    const { sessions, total } = await witness.list({ limit: 10, userId: 'ada' });
    expect([sessions.length, total]).toEqual([1, 1]);
    expect((await store.create(newSession('ada'))).session.userId).toBe('ada');
    expect(await store.counts()).toMatchObject({ active: 2, quarantined: 0 });
  });

  it('never leaves a part of a change of a session', async () => {
    const made = (await store.create(newSession('ada'))).session;
    for (const change of [
      () => store.touch(made.id),
      () => store.renew(made.id),
      () => store.updateTimeouts(made.id, { idleTimeoutMs: 7_200_000 }),
    ]) {
      await cutReplyOf(change, bytes);
      expect((await census([server.url], prefix)).faults).toEqual([]);
    }
    expect(await witness.get(made.id)).toMatchObject({
      state: 'active',
      session: { timeouts: { idleTimeoutMs: 7_200_000 } },
    });
    expect((await store.touch(made.id)).state).toBe('active');
  });

  it('ends a session once', async () => {
    const { id } = (await store.create(newSession('ada'))).session;
    await cutReplyOf(() => store.delete(id), bytes);
    expect((await store.delete(id)).state).toBe('ended');
    expect(new Map((await census([server.url], prefix)).endings)).toEqual(new Map([[id, ['deleted']]]));
  });

  it('sweeps each session once', async () => {
    const made = await createMany(store, 300, 1);
    await until('all are due', async () => (await witness.counts()).expired === made.size);
    await cutReplyOf(() => store.sweep(1000), bytes);
    const rest = await store.sweep(1000);
    const { alive, endings } = await census([server.url], prefix);
    expect([alive.size, rest.more, endings.size]).toEqual([0, false, made.size]);
    for (const id of made.keys()) expect(endings.get(id)).toEqual(['expired']);
    expect(rest.ended.length).toBeLessThan(made.size);
  });

  it('fails the call whose reply was cut, and the next answer is complete', async () => {
    const { session } = await store.create(newSession('ada'));
    for (const read of [() => store.get(session.id), () => store.list({ limit: 10 }), () => store.counts()]) {
      await cutReplyOf(read, bytes);
      expect(await store.get(session.id)).toMatchObject({ state: 'active', session });
    }
  });
});
