import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RedisFixture } from '../../test/redis-fixture.js';
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

describe('the layout', () => {
  it('is refused by a store with another number of shards', async () => {
    await open().create(session());
    const other = open({ shards: 8 });
    const refusal = { code: 'INVALID_OPTIONS', message: expect.stringMatching(/shards is 8.*in 16 shards/) };
    await expect(other.get('anything')).rejects.toMatchObject(refusal);
    await expect(other.ping()).rejects.toMatchObject(refusal);
    await expect(open({ shards: 16 }).ping()).resolves.toBeUndefined();
  });

  it('is refused by a store with another idKey, or with none', async () => {
    const [one, two] = ['1'.repeat(32), '2'.repeat(32)];
    await open({ idKey: one }).create(session());
    const refusal = { code: 'INVALID_OPTIONS', message: expect.stringContaining('idKey is not that of') };
    await expect(open({ idKey: two }).get('anything')).rejects.toMatchObject(refusal);
    await expect(open().create(session())).rejects.toMatchObject(refusal);
    await expect(open({ idKey: one }).ping()).resolves.toBeUndefined();
    await redis.client.unlink(await redis.keysOf(prefix));
    await open().create(session());
    await expect(open({ idKey: one }).counts()).rejects.toMatchObject(refusal);
  });

  it('is refused by a package of another version', async () => {
    await redis.client.set(`{${prefix}:0}:layout`, '4 16 plain');
    await expect(open().counts()).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining("layout '4'"),
    });
  });

  it('is written again by one store after a flush, and a store with another layout stops', async () => {
    const [sixteen, eight] = [open(), open({ shards: 8 })];
    await sixteen.create(session());
    await redis.client.unlink(await redis.keysOf(prefix));
    const users = Array.from({ length: 20 }, (_, at) => `user-${String(at)}`);
    for (const user of users) await sixteen.create(session(user));
    const refusal = { code: 'INVALID_OPTIONS', message: expect.stringMatching(/shards is 8.*in 16 shards/) };
    for (const user of users) await expect(eight.create(session(user))).rejects.toMatchObject(refusal);
    for (const user of users) expect((await sixteen.revokeByUser(user, 10)).ended).toHaveLength(1);
    expect(await sixteen.counts()).toMatchObject({ active: 0 });
  });

  it('is that of one store when two stores with different layouts write after a flush', async () => {
    const [sixteen, eight] = [open(), open({ shards: 8 })];
    const users = Array.from({ length: 20 }, (_, at) => `user-${String(at)}`);
    const created = await Promise.allSettled(
      users.flatMap((user) => [eight.create(session(user)), sixteen.create(session(user))]),
    );
    expect(created.filter(({ status }) => status === 'fulfilled')).toHaveLength(users.length);
    for (const outcome of created)
      if (outcome.status === 'rejected') expect(String(outcome.reason)).toContain('shards is');
  });

  it('is written again after a flush', async () => {
    const store = open();
    await store.create(session());
    await redis.client.unlink(await redis.keysOf(prefix));
    expect(await store.counts()).toMatchObject({ active: 0, expired: 0, quarantined: 0 });
    const created = await store.create(session());
    expect(await store.get(created.session.id)).toMatchObject({ state: 'active' });
    await store.ping();
    expect(await redis.keysOf(prefix)).toEqual(expect.arrayContaining(LAYOUTS()));
  });
});
