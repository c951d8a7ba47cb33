import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { FakeClock } from 'nest-sessions/testing';
import { newSession } from '../../test/event-consumers.js';
import { RedisFixture } from '../../test/redis-fixture.js';
import { Keys } from '../layout/keys.js';
import { RedisSessionStore } from '../redis-session.store.js';

let redis: RedisFixture;
let prefix: string;
let clock: FakeClock;
let store: RedisSessionStore;
let id: string;
let shard: string;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());
beforeEach(async () => {
  prefix = redis.freshPrefix();
  clock = new FakeClock();
  store = new RedisSessionStore({ prefix, clock, client: redis.client });
  ({ id } = (await store.create(newSession('ada'))).session);
  const keys = new Keys(prefix, 16);
  shard = keys.ofShard(keys.shardOfId(id) ?? 0);
});

const keysWith = async (name: string): Promise<string[]> =>
  (await redis.keysOf(prefix)).filter((key) => key.includes(name));

it('a deleted session that was rotated leaves no key of its former id', async () => {
  const rotated = await store.rotate(id, 60_000);
  if (rotated.state !== 'active') throw new Error(`the session is ${rotated.state}`);
  expect(await keysWith('current:')).not.toEqual([]);
  await store.delete(rotated.session.id);
  expect(await keysWith('current:')).toEqual([]);
});

it.each([
  [
    'a deadline and a position',
    () => [
      { score: clock.now() + 60_000, value: 'stray' },
      { score: -1, value: '@stray' },
    ],
  ],
  ['a score that is not valid', () => [{ score: Infinity, value: 'stray' }]],
])('a revocation removes the entries of a missing session that have %s', async (_, entries) => {
  await redis.client.zAdd(`${shard}user:ada`, entries());
  expect(await store.revokeByUser('ada', 10)).toMatchObject({ ended: [{ id }] });
  expect(await keysWith('user:ada')).toEqual([]);
});
