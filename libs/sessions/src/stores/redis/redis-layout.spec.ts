import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { placeOf } from '../../../test/redis-damage.js';
import { RedisFixture } from '../../../test/redis-fixture.js';
import { FakeClock } from '../../testing/index.js';
import type { NewSession } from '../../domain/session.js';
import { RedisSessionStore } from './redis-session.store.js';
import type { RedisSessionStoreOptions } from './options.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

const HOUR = 3_600_000;
const session = (userId = 'ada'): NewSession => ({
  userId,
  attributes: {},
  metadata: {},
  timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: 0, autoRenew: true },
});

let redis: RedisFixture;
let prefix: string;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());
beforeEach(() => {
  prefix = redis.freshPrefix();
});
const open = (options: Partial<RedisSessionStoreOptions> = {}): RedisSessionStore =>
  new RedisSessionStore({ client: redis.client, prefix, ...options });

describe('what stands in Redis', () => {
  it('is what the README says, so that a session may as well be written by hand', async () => {
    const clock = new FakeClock();
    const store = open({ clock });
    const [id, now, shard] = ['0dsVn0sVn0sVn0sVn0sVn0sVn0', clock.now(), `{${prefix}:13}`];
    await redis.client.hSet(`${prefix}:layout`, { version: '1', shards: '16' });
    await redis.client.hSet(`${shard}:session:${id}`, {
      user: 'ada',
      attributes: '{}',
      metadata: '{"theme":"dark"}',
      times: `${String(now)} ${String(now)} ${String(now)} 0`,
      timeouts: '1800000 7200000 300000 1',
    });
    await redis.client.zAdd(`${shard}:by-expiry`, { score: now + 1_800_000, value: id });
    await redis.client.zAdd(`${shard}:to-warn`, { score: now + 1_500_000, value: id });
    await redis.client.zAdd(`${shard}:by-creation`, { score: 41, value: id });
    await redis.client.zAdd(`${shard}:user:ada`, [
      { score: now + 1_800_000, value: id },
      { score: 41 - 2 ** 52, value: `@${id}` },
    ]);
    const found = { id, userId: 'ada', metadata: { theme: 'dark' }, createdAt: now, expiresAt: now + 1_800_000 };
    expect(await store.get(id)).toMatchObject({ state: 'active', session: found });
    for (const query of [{ limit: 5 }, { limit: 5, userId: 'ada' }]) {
      expect(await store.list(query)).toMatchObject({ sessions: [found], total: 1, counts: { active: 1, invalid: 0 } });
    }
    const written = await redis.keysOf(prefix);
    expect((await store.delete(id)).state).toBe('active');
    expect((await store.create(session())).session.userId).toBe('ada');
    expect((await redis.keysOf(prefix)).map((key) => key.replace(/session:.*/, 'session'))).toEqual(
      [...written, `${shard}:events`].map((key) => key.replace(/session:.*/, 'session')).sort(),
    );
  });

  it('is a layout that a store with another number of shards refuses', async () => {
    await open().create(session());
    const other = open({ shards: 8 });
    const refusal = { code: 'INVALID_OPTIONS', message: expect.stringMatching(/shards is 8.*16 shards/) };
    await expect(other.get('anything')).rejects.toMatchObject(refusal);
    await expect(other.ping()).rejects.toMatchObject(refusal);
    await expect(open({ shards: 16 }).ping()).resolves.toBeUndefined();
  });

  it('is a layout that a package of another version refuses', async () => {
    await redis.client.hSet(`${prefix}:layout`, { version: '2', shards: '16' });
    await expect(open().counts()).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining('layout 2'),
    });
  });

  it('is laid out anew after a flush', async () => {
    const store = open();
    await store.create(session());
    await redis.client.unlink(await redis.keysOf(prefix));
    expect(await store.counts()).toMatchObject({ active: 0, expired: 0, invalid: 0 });
    const created = await store.create(session());
    expect(await store.get(created.session.id)).toMatchObject({ state: 'active' });
    await store.ping();
    expect(await redis.keysOf(prefix)).toContain(`${prefix}:layout`);
  });

  it('is nothing but the layout and the streams once all sessions are deleted or swept', async () => {
    const clock = new FakeClock();
    const store = open({ clock });
    for (const userId of ['ada', 'bob', 'cleo']) {
      const { id } = (await store.create(session(userId))).session;
      await store.create(session(userId));
      await store.touch(id);
      await store.delete(id);
    }
    clock.advance(HOUR);
    await store.sweep(100);
    const left = await redis.keysOf(prefix);
    expect(left.filter((key) => !key.endsWith(':events'))).toEqual([`${prefix}:layout`]);
    expect(left.length).toBeGreaterThan(1);
  });

  it('is no stream when no events are wanted', async () => {
    const store = open({ events: false });
    await store.delete((await store.create(session())).session.id);
    expect(await redis.keysOf(prefix)).toEqual([`${prefix}:layout`]);
  });

  it('has no key that goes by itself', async () => {
    await open().create(session());
    for (const key of await redis.keysOf(prefix)) expect(await redis.client.ttl(key)).toBe(-1);
  });

  it("keeps the user's index no longer than its sessions", async () => {
    const clock = new FakeClock();
    const store = open({ clock });
    const { id } = (await store.create(session())).session;
    const index = placeOf(redis.client, prefix, id).record.replace(/session:.*/, 'user:ada');
    for (let more = 0; more < 4; more += 1) await store.create(session());
    expect(await redis.client.zCard(index)).toBe(10);
    await store.delete(id);
    expect(await redis.client.zCard(index)).toBe(8);
    clock.advance(26 * HOUR);
    // No sweep has run, and reading the index is enough.
    expect(await store.list({ limit: 10, userId: 'ada' })).toMatchObject({ sessions: [], total: 0 });
    expect(await redis.client.exists(index)).toBe(0);
    expect((await store.sweep(10)).ended).toHaveLength(4);
  });

  it('loses an index entry whose session is gone, when the index is read', async () => {
    const store = open();
    const { id } = (await store.create(session())).session;
    await store.create(session());
    const place = placeOf(redis.client, prefix, id);
    await redis.client.del(place.record);
    expect((await store.get(id)).state).toBe('corrupted');
    expect(await store.list({ limit: 10, userId: 'ada' })).toMatchObject({ total: 1, quarantined: [] });
    expect(await redis.client.zCard(place.record.replace(/session:.*/, 'user:ada'))).toBe(2);
  });

  it('writes each ending to the stream of its shard, bounded, and counts what it dropped', async () => {
    const clock = new FakeClock();
    const store = open({ clock, events: { maxLength: 100 } });
    const made = await Promise.all(Array.from({ length: 320 }, () => store.create(session())));
    const [first, second] = made.map((each) => each.session);
    await store.delete(first?.id ?? '');
    const place = placeOf(redis.client, prefix, second?.id ?? '');
    const stream = place.record.replace(/session:.*/, 'events');
    await redis.client.del(place.record);
    await store.get(second?.id ?? '');
    const [deleted, quarantined] = (await redis.client.xRange(stream, '-', '+')) ?? [];
    expect(deleted?.message).toMatchObject({
      type: 'deleted',
      reason: 'deleted',
      at: String(clock.now()),
      id: first?.id,
      user: 'ada',
    });
    expect(quarantined?.message).toMatchObject({ type: 'quarantined', reason: 'corrupted' });
    clock.advance(HOUR);
    const [ended] = (await store.sweep(1)).ended;
    const expired = (await redis.client.xRevRange(stream, '+', '-', { COUNT: 1 }))?.[0];
    expect(expired?.message).toMatchObject({
      type: 'expired',
      reason: 'idle',
      id: ended?.id,
      expiresAt: String(ended?.expiresAt),
    });
    await store.sweep(1000);
    const kept = await redis.client.xLen(stream);
    expect(kept).toBeLessThan(210);
    expect(Number(await redis.client.get(`${stream}-dropped`))).toBe(320 - kept);
  });
});
