import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { placeOf } from '../../test/redis-damage.js';
import { RedisFixture } from '../../test/redis-fixture.js';
import { FakeClock } from 'nest-sessions/testing';
import type { NewSession } from 'nest-sessions/store';
import { RedisSessionStore } from '../redis-session.store.js';
import type { RedisSessionStoreOptions } from '../options.js';

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

const LAYOUTS = (): string[] => Array.from({ length: 16 }, (_, shard) => `{${prefix}:${String(shard)}}:layout`).sort();

describe('the contents of Redis', () => {
  it('is as the README describes: a session written by hand works', async () => {
    const clock = new FakeClock();
    const store = open({ clock });
    const [id, now, shard] = ['0dsVn0sVn0sVn0sVn0sVn0sVn0', clock.now(), `{${prefix}:13}`];
    await redis.client.set(`${shard}:layout`, '3 16 plain');
    await redis.client.hSet(`${shard}:session:${id}`, {
      handle: 'sVn0sVn0sVn',
      user: 'ada',
      attributes: '{}',
      metadata: '{"theme":"dark"}',
      times: `${String(now)} ${String(now)} ${String(now)} 0`,
      timeouts: '1800000 7200000 300000 1',
    });
    await redis.client.zAdd(`${shard}:by-expiry`, { score: now + 1_800_000, value: id });
    await redis.client.zAdd(`${shard}:by-warning`, { score: now + 1_500_000, value: id });
    await redis.client.zAdd(`${shard}:by-creation`, { score: 41, value: id });
    await redis.client.zAdd(`${shard}:user:ada`, [
      { score: now + 1_800_000, value: id },
      { score: 41 - 2 ** 52, value: `@${id}` },
    ]);
    const found = {
      id,
      handle: 'sVn0sVn0sVn',
      userId: 'ada',
      metadata: { theme: 'dark' },
      createdAt: now,
      expiresAt: now + 1_800_000,
    };
    expect(await store.get(id)).toMatchObject({ state: 'active', session: found });
    for (const query of [{ limit: 5 }, { limit: 5, userId: 'ada' }]) {
      expect(await store.list(query)).toMatchObject({
        sessions: [found],
        total: 1,
        counts: { active: 1, quarantined: 0 },
      });
    }
    const written = await redis.keysOf(prefix);
    expect((await store.delete(id)).state).toBe('active');
    expect((await store.create(session())).session.userId).toBe('ada');
    expect((await redis.keysOf(prefix)).map((key) => key.replace(/session:.*/, 'session'))).toEqual(
      [...written, ...['endings', 'endings-until', 'events', 'events-offset'].map((name) => `${shard}:${name}`)]
        .map((key) => key.replace(/session:.*/, 'session'))
        .sort(),
    );
  });

  it('is only the layout and the streams once all sessions are deleted or swept, and forgotten', async () => {
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
    clock.advance(HOUR);
    await store.sweep(100);
    const left = await redis.keysOf(prefix);
    expect(left.filter((key) => !key.includes(':events'))).toEqual(LAYOUTS());
    expect(left.length).toBeGreaterThan(1);
  });

  it('has no stream and no endings when none are wanted', async () => {
    const store = open({ events: false, rememberEndings: 0 });
    await store.delete((await store.create(session())).session.id);
    expect(await redis.keysOf(prefix)).toEqual(LAYOUTS());
  });

  it('has no key with a time to live', async () => {
    await open().create(session());
    for (const key of await redis.keysOf(prefix)) expect(await redis.client.ttl(key)).toBe(-1);
  });

  it('maps former ids to a rotated session, by the only keys with a time to live', async () => {
    const clock = new FakeClock();
    const store = open({ clock });
    const first = (await store.create(session())).session.id;
    const rotate = async (id: string, graceMs?: number): Promise<string> => {
      const found = await store.rotate(id, graceMs);
      return found.state === 'active' ? found.session.id : '';
    };
    const second = await rotate(first, 30_000);
    clock.advance(10_000);
    const third = await rotate(first, 60_000);
    const shard = `{${prefix}:13}:`;
    const [until, later] = [clock.now() + 20_000, clock.now() + 60_000];
    expect(await redis.client.hGet(`${shard}session:${third}`, 'first')).toBe(first);
    expect(await redis.client.get(`${shard}former:${first}`)).toBe(`${first} ${String(until)}`);
    expect(await redis.client.get(`${shard}former:${second}`)).toBe(`${first} ${String(later)}`);
    expect(await redis.client.get(`${shard}current:${first}`)).toBe(third);
    const lives = async (key: string): Promise<number> => Math.round((await redis.client.pTTL(shard + key)) / 10_000);
    expect(await Promise.all([`former:${first}`, `former:${second}`, `current:${first}`].map(lives))).toEqual([
      63, 66, 66,
    ]);
    const fourth = await rotate(third);
    expect(await redis.client.get(`${shard}current:${first}`)).toBe(fourth);
    expect(await lives(`current:${first}`)).toBe(66);
    expect((await store.get(second)).state).toBe('active');
    expect((await redis.keysOf(prefix)).filter((key) => key.includes(third))).toEqual([]);
    await store.delete(first);
    for (const id of [second, fourth]) expect(await store.get(id)).toMatchObject({ state: 'ended', reason: 'deleted' });
    expect(await redis.client.exists(`${shard}current:${first}`)).toBe(0);
  });

  it('keeps no former id without a grace period and remembered endings', async () => {
    const store = open({ rememberEndings: 0 });
    const before = (await store.create(session())).session.id;
    const keys = await redis.keysOf(prefix);
    const found = await store.rotate(before);
    const after = found.state === 'active' ? found.session.id : '';
    expect((await redis.keysOf(prefix)).map((key) => key.replace(after, before)).sort()).toEqual(keys);
  });

  it.each([
    ['former', 'nonsense'],
    ['former', ''],
    ['current', 'nonsense'],
    ['current', ''],
  ])('is no session, and harms none, where a key of a former id is damaged: %s "%s"', async (kind, text) => {
    const store = open();
    const former = (await store.create(session())).session.id;
    const found = await store.rotate(former, HOUR);
    const id = found.state === 'active' ? found.session.id : '';
    const key = `{${prefix}:13}:${kind}:${former}`;
    await redis.client.del(key);
    if (text === '') await redis.client.rPush(key, 'a list');
    else await redis.client.set(key, text);
    expect(await store.touch(former)).toEqual({ state: 'unknown' });
    expect((await store.touch(id)).state).toBe('active');
    expect((await store.rotate(id, HOUR)).state).toBe('active');
    expect(await store.counts()).toMatchObject({ active: 1, quarantined: 0 });
  });

  it('quarantines a corrupted record once, whichever of its ids finds it', async () => {
    const store = open();
    const former = (await store.create(session())).session.id;
    const found = await store.rotate(former, HOUR);
    const id = found.state === 'active' ? found.session.id : '';
    await redis.client.hDel(placeOf(redis.client, prefix, id).record, 'times');
    expect(await store.touch(former)).toMatchObject({ state: 'quarantined', record: { id } });
    expect(await store.touch(former)).toEqual({ state: 'unknown' });
    expect(await store.touch(id)).toEqual({ state: 'unknown' });
    expect(await store.counts()).toMatchObject({ active: 0, quarantined: 1 });
  });

  it('counts no quarantined session against the limit of a user', async () => {
    const store = open();
    const limit = { max: 2, policy: 'reject' } as const;
    const made = [await store.create(session(), limit), await store.create(session(), limit)];
    for (const { session: one } of made) await redis.client.del(placeOf(redis.client, prefix, one.id).record);
    for (const { session: one } of made) expect((await store.get(one.id)).state).toBe('quarantined');
    expect((await store.create(session(), limit)).evicted).toEqual([]);
    expect((await store.list({ limit: 10, userId: 'ada' })).total).toBe(1);
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
    // No sweep has run: a read of the index removes them.
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
    expect((await store.get(id)).state).toBe('quarantined');
    expect(await store.list({ limit: 10, userId: 'ada' })).toMatchObject({ total: 1, quarantined: [] });
    expect(await redis.client.zCard(place.record.replace(/session:.*/, 'user:ada'))).toBe(2);
  });

  it('writes each ending to the stream of its shard, bounded, and counts what it dropped', async () => {
    const clock = new FakeClock();
    const store = open({ clock, events: { maxBytes: 16 * 40_000 } });
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
    expect(quarantined?.message).toMatchObject({ type: 'quarantined', reason: 'quarantined' });
    clock.advance(HOUR);
    const [ended] = (await store.sweep(1)).ended;
    const expired = (await redis.client.xRevRange(stream, '+', '-', { COUNT: 1 }))?.[0];
    expect(expired?.message).toMatchObject({
      type: 'expired',
      reason: 'idle',
      id: ended?.id,
      expiresAt: String(ended?.expiresAt),
    });
    const evicting = await store.create(session(), { max: 1, policy: 'evict-oldest' });
    expect((await store.create(session(), { max: 1, policy: 'evict-oldest' })).evicted).toEqual([evicting.session]);
    expect((await store.revokeByUser('ada', 10)).ended).toHaveLength(1);
    const [revoked, evicted] = (await redis.client.xRevRange(stream, '+', '-', { COUNT: 2 })) ?? [];
    expect(revoked?.message).toMatchObject({ type: 'deleted', reason: 'revoked', at: String(clock.now()) });
    expect(evicted?.message).toMatchObject({ type: 'evicted', reason: 'evicted', id: evicting.session.id });
    await store.sweep(1000);
    const kept = await redis.client.xLen(stream);
    expect(kept).toBeLessThan(210);
    expect(Number(await redis.client.get(`${stream}-dropped`))).toBe(322 - kept);
  });
});
