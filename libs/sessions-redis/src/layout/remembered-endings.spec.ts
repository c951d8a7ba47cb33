import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeClock } from 'nest-sessions/testing';
import type { NewSession } from 'nest-sessions/store';
import { RedisFixture } from '../../test/redis-fixture.js';
import type { RedisSessionStoreOptions } from '../options.js';
import { RedisSessionStore } from '../redis-session.store.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(60_000);

const HOUR = 3_600_000;
const session = (userId = 'ada'): NewSession => ({
  userId,
  attributes: {},
  metadata: {},
  timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: 0, autoRenew: true },
});

let redis: RedisFixture;
let prefix: string;
let clock: FakeClock;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());
beforeEach(() => {
  prefix = redis.freshPrefix();
  clock = new FakeClock();
});

const open = (options: Partial<RedisSessionStoreOptions> = {}): RedisSessionStore =>
  new RedisSessionStore({ client: redis.client, prefix, clock, ...options });
/** Keys of the shard of ada. */
const endings = (): string => `{${prefix}:13}:endings`;
const byInstant = (): string => `{${prefix}:13}:endings-until`;

async function deleted(store: RedisSessionStore, userId?: string): Promise<string> {
  const { id } = (await store.create(session(userId))).session;
  await store.delete(id, { by: 'admin:7' });
  return id;
}

describe('the remembered endings of a shard', () => {
  it('are what the README says', async () => {
    const id = await deleted(open());
    const [now, forgetAt] = [String(clock.now()), String(clock.now() + HOUR)];
    expect(await redis.client.hGetAll(endings())).toEqual({
      [id]: `${forgetAt} {"reason":"deleted","endedAt":${now},"userId":"ada","by":"admin:7"}`,
    });
    expect(await redis.client.zRangeWithScores(byInstant(), 0, -1)).toEqual([{ value: id, score: Number(forgetAt) }]);
  });

  it('are at most an equal part of 100,000, and the oldest is forgotten first', async () => {
    const store = open({ shards: 256 });
    const ids: string[] = [];
    for (let made = 0; made < 400; made += 1) {
      clock.advance(1);
      ids.push(await deleted(store));
    }
    const states = await Promise.all(ids.map(async (id) => (await store.get(id)).state));
    expect(states.indexOf('ended')).toBe(400 - 391);
    expect(states.lastIndexOf('unknown')).toBe(400 - 391 - 1);
    const [shard = ''] = (await redis.keysOf(prefix)).filter((key) => key.endsWith(':endings'));
    expect([await redis.client.hLen(shard), await redis.client.zCard(`${shard}-until`)]).toEqual([391, 391]);
  });

  it('are forgotten by sweeps, 100 at a time, and by new endings', async () => {
    const store = open();
    for (let made = 0; made < 150; made += 1) await deleted(store);
    clock.advance(HOUR);
    await deleted(store);
    expect(await redis.client.hLen(endings())).toBe(149);
    await store.sweep(10);
    expect(await redis.client.hLen(endings())).toBe(49);
    await store.sweep(10);
    expect([await redis.client.hLen(endings()), await redis.client.zCard(byInstant())]).toEqual([1, 1]);
  });

  it('leave out a user with an id of more than 1024 bytes, so that their bytes are bounded', async () => {
    const store = open();
    const ids = [await deleted(store, 'x'.repeat(1024)), await deleted(store, 'x'.repeat(1025))];
    expect(await Promise.all(ids.map(async (id) => (await store.get(id)).state))).toEqual(['ended', 'unknown']);
  });

  it.each([
    ['endings', () => redis.client.del(endings())],
    ['endings-until', () => redis.client.del(byInstant())],
  ])('begin anew when Redis has evicted the key %s', async (_, evict) => {
    const store = open();
    const before = await deleted(store);
    await evict();
    await deleted(store);
    const after = await deleted(store);
    expect(await store.get(before)).toEqual({ state: 'unknown' });
    expect(await store.get(after)).toMatchObject({ state: 'ended' });
    expect(await redis.client.hLen(endings())).toBe(await redis.client.zCard(byInstant()));
  });

  it('harm no session when an entry is damaged', async () => {
    const store = open();
    const id = await deleted(store);
    for (const damaged of ['nonsense', '', '1 {}']) {
      await redis.client.hSet(endings(), id, damaged);
      expect(await store.get(id)).toEqual({ state: 'unknown' });
    }
  });

  it('are not kept with rememberEndings: 0', async () => {
    const store = open({ rememberEndings: 0 });
    expect(await store.get(await deleted(store))).toEqual({ state: 'unknown' });
    expect((await redis.keysOf(prefix)).filter((key) => key.includes('endings'))).toEqual([]);
  });

  it('name ids by their hash where ids are hashed', async () => {
    const store = open({ idKey: 'k'.repeat(32) });
    const id = await deleted(store);
    expect(await store.get(id)).toMatchObject({ state: 'ended', by: 'admin:7' });
    expect(JSON.stringify(await redis.client.hGetAll(endings()))).not.toContain(id);
  });
});
