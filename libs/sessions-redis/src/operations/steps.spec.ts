import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeClock } from 'nest-sessions/testing';
import type { NewSession, UserLimit } from 'nest-sessions/store';
import { placeOf } from '../../test/redis-damage.js';
import { RedisFixture } from '../../test/redis-fixture.js';
import { Keys } from '../layout/keys.js';
import { list } from '../scripts/replies.js';
import { RedisSessionStore } from '../redis-session.store.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(60_000);

const HOUR = 3_600_000;
const session = (bytes = 0, userId = 'ada'): NewSession => ({
  userId,
  attributes: {},
  metadata: { note: 'x'.repeat(bytes) },
  timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: 0, autoRenew: true },
});

let redis: RedisFixture;
let prefix: string;
let clock: FakeClock;
let store: RedisSessionStore;
let replies: unknown[];
let mostReplies: number;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());
beforeEach(() => {
  prefix = redis.freshPrefix();
  clock = new FakeClock();
  replies = [];
  mostReplies = Infinity;
  store = new RedisSessionStore({
    prefix,
    clock,
    client: {
      isOpen: true,
      isReady: true,
      withCommandOptions: (options) => {
        const commands = redis.client.withCommandOptions(options);
        const noted = async (send: () => Promise<unknown>): Promise<unknown> => {
          if (replies.length === mostReplies) throw new Error('Socket closed unexpectedly');
          const reply = await send();
          replies.push(reply);
          return reply;
        };
        return {
          evalSha: (sha1, call) => noted(() => commands.evalSha(sha1, call)),
          eval: (source, call) => noted(() => commands.eval(source, call)),
        };
      },
    },
  });
});

async function createMany(count: number, bytes?: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) ids.push((await store.create(session(bytes))).session.id);
  return ids;
}

const one: UserLimit = { max: 1, policy: 'evict-oldest' };

/** The key of an index of the user's shard. */
function index(id: string, name: string): string {
  const keys = new Keys(prefix, 16);
  return keys.ofShard(keys.shardOfId(id) ?? 0) + name;
}

describe('an eviction of many sessions', () => {
  it('runs in scripts of at most 50 sessions, oldest first; the last script creates the new session', async () => {
    const ids = await createMany(120);
    replies = [];
    const { session: created, evicted } = await store.create(session(), one);
    expect(evicted.map(({ id }) => id)).toEqual(ids);
    expect(replies.map(list).map(([code, , sessions]) => [code, list(sessions).length])).toEqual([
      ['more', 50],
      ['more', 50],
      ['created', 20],
    ]);
    expect((await store.list({ limit: 10, userId: 'ada' })).sessions).toEqual([created]);
    expect(await store.counts()).toMatchObject({ active: 1, quarantined: 0 });
  });

  it('leaves nothing of the new session if the connection is lost after the first script', async () => {
    await createMany(60);
    [replies, mostReplies] = [[], 1];
    await expect(store.create(session(), one)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const keys = await redis.keysOf(prefix);
    expect(keys.filter((key) => key.includes('session:'))).toHaveLength(10);
  });

  it('runs in scripts of about 128 KiB', async () => {
    await createMany(40, 10_000);
    replies = [];
    expect((await store.create(session(), one)).evicted).toHaveLength(40);
    expect(replies).toHaveLength(3);
  });

  it('evicts no more than 1000 for one new session', async () => {
    await createMany(1010);
    expect((await store.create(session(), one)).evicted).toHaveLength(1000);
    expect((await store.create(session(), one)).evicted).toHaveLength(11);
  });
});

describe('a sweep or a revocation of large sessions', () => {
  it.each([
    ['a sweep', 2, () => store.sweep(1000)],
    ['a revocation', 1, () => store.revokeByUser('ada', 1000)],
  ])('goes in scripts of about 128 KiB: %s', async (_, at, end) => {
    await createMany(40, 10_000);
    replies = [];
    if (at === 2) clock.advance(HOUR);
    expect((await end()).ended).toHaveLength(40);
    expect(replies.map((reply) => list(list(reply)[at]).length)).toEqual([14, 14, 12]);
  });
});

describe('a session that is larger than 1 MiB', () => {
  it('is refused', async () => {
    const [id = ''] = await createMany(1, 1_000_000);
    expect(await store.get(id)).toMatchObject({ state: 'active' });
    await expect(store.create(session(1_100_000))).rejects.toThrow(
      "This can't be stored as a session: it takes 1100013 bytes, allowed are 1048576.",
    );
    await expect(store.updateMetadata(id, () => session(1_100_000).metadata)).rejects.toThrow(TypeError);
    expect(await store.get(id)).toMatchObject({ state: 'active' });
  });

  it('is quarantined unread if it was written by hand, and delays no other call', async () => {
    const ids = await createMany(3);
    const [, damaged = ''] = ids;
    const { record } = placeOf(redis.client, prefix, damaged);
    await redis.client.hSet(record, 'metadata', JSON.stringify({ note: 'x'.repeat(30_000_000) }));
    replies = [];
    const page = await store.list({ limit: 10 });
    expect(page.sessions.map(({ id }) => id)).toEqual(ids.filter((id) => id !== damaged));
    expect(page.quarantined).toMatchObject([{ id: damaged, problem: 'its record is larger than 1 MiB' }]);
    expect(JSON.stringify(replies).length).toBeLessThan(10_000);
    expect(await store.counts()).toMatchObject({ active: 2, quarantined: 1 });
    expect((await store.revokeByUser('ada', 10)).ended).toHaveLength(2);
  });
});

describe('a score in an index that no session has', () => {
  const bad = [Infinity, -Infinity, 1.5, 2 ** 52];

  it.each(bad)('in the order of creation, %p, affects only its session', async (score) => {
    const [, damaged = ''] = await createMany(3);
    await redis.client.zAdd(index(damaged, 'by-creation'), { score, value: damaged });
    const later = await createMany(3);
    const page = await store.list({ limit: 10 });
    expect(page.sessions).toHaveLength(5);
    expect(page.quarantined).toMatchObject([
      { id: damaged, problem: 'its position in the order of creation is not valid' },
    ]);
    const own = await store.list({ limit: 10, userId: 'ada' });
    expect(own.sessions.map(({ id }) => id).slice(-3)).toEqual(later);
    expect(own).toMatchObject({ total: 5, quarantined: [] });
    expect((await store.revokeByUser('ada', 10)).ended).toHaveLength(5);
  });

  it.each([Infinity, -Infinity, 2 ** 60])('for its position among those of its user, %p', async (score) => {
    const [, damaged = ''] = await createMany(3);
    await redis.client.zAdd(index(damaged, 'user:ada'), { score, value: `@${damaged}` });
    expect(await store.list({ limit: 10, userId: 'ada' })).toMatchObject({
      sessions: { length: 2 },
      total: 2,
      quarantined: [{ id: damaged }],
    });
    expect(await store.counts()).toMatchObject({ active: 2, quarantined: 1 });
  });

  it('does not keep its session from being revoked or evicted', async () => {
    for (const end of [() => store.revokeByUser('ada', 10), () => store.create(session(), one)]) {
      const [, damaged = ''] = await createMany(3);
      await redis.client.zAdd(index(damaged, 'user:ada'), { score: Infinity, value: `@${damaged}` });
      const { quarantined } = await end();
      expect(quarantined).toMatchObject([{ id: damaged }]);
      expect(await store.get(damaged)).toEqual({ state: 'unknown' });
      await store.revokeByUser('ada', 10);
    }
  });

  it('counts for no limit', async () => {
    const [damaged = ''] = await createMany(2);
    await redis.client.zAdd(index(damaged, 'user:ada'), { score: Infinity, value: `@${damaged}` });
    const limit: UserLimit = { max: 3, policy: 'reject' };
    expect(await store.create(session(), limit)).toMatchObject({ evicted: [] });
    await expect(store.create(session(), limit)).rejects.toMatchObject({ code: 'SESSION_LIMIT_REACHED' });
  });
});

describe('a record that names another user than its index', () => {
  const quarantined = [{ problem: 'userId is not the one it is indexed by' }];
  let damaged: string;
  beforeEach(async () => {
    [damaged = ''] = await createMany(2);
    await redis.client.hSet(placeOf(redis.client, prefix, damaged).record, 'user', 'bob');
  });

  it.each([
    ['a revocation', () => store.revokeByUser('ada', 10)],
    ['an eviction', () => store.create(session(), one)],
    ['a create within a limit', () => store.create(session(), { max: 2, policy: 'reject' })],
    ['a list of the user', () => store.list({ limit: 10, userId: 'ada' })],
  ])('is quarantined by %s, and its session is not ended', async (_, find) => {
    const found = await find();
    expect(found.quarantined).toMatchObject(quarantined);
    if ('ended' in found) expect(found.ended.map(({ id }) => id)).not.toContain(damaged);
    expect(await store.get(damaged)).toEqual({ state: 'unknown' });
    expect((await store.list({ limit: 10, userId: 'ada' })).quarantined).toEqual([]);
  });
});

it('looks at no more than 1000 entries of the index of a user in one script', async () => {
  const [id = ''] = await createMany(1);
  const stray = Array.from({ length: 1500 }, (_, at) => ({ score: -1 - at, value: `@stray-${String(at)}` }));
  await redis.client.zAdd(index(id, 'user:ada'), stray);
  replies = [];
  expect((await store.revokeByUser('ada', 10)).ended).toHaveLength(1);
  expect(replies).toHaveLength(2);
});

it('quarantines no more corrupted records than a new session within a limit needs', async () => {
  const [one = '', two = ''] = await createMany(3);
  for (const id of [one, two]) {
    await redis.client.hSet(placeOf(redis.client, prefix, id).record, 'metadata', 'nothing');
  }
  expect((await store.create(session(), { max: 3, policy: 'reject' })).quarantined).toHaveLength(1);
});

describe('a deadline in an index that does not match its record', () => {
  it.each(['by-expiry', 'by-warning'])(
    'is found by a touch, which quarantines the unchanged record: %s',
    async (name) => {
      for (const precisionMs of [0, 60_000]) {
        const [id = ''] = await createMany(1);
        const score = await redis.client.zIncrBy(index(id, name), 5, id);
        const found = await store.touch(id, precisionMs);
        const field = name === 'by-expiry' ? 'expiresAt' : 'warnAt';
        expect(found).toMatchObject({ state: 'quarantined', record: { raw: { [field]: String(score) } } });
      }
    },
  );
});
