import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Session } from 'nest-sessions/store';
import { FakeClock } from 'nest-sessions/testing';
import { placeOf } from '../../test/redis-damage.js';
import { RedisFixture } from '../../test/redis-fixture.js';
import { RedisSessionStore } from '../redis-session.store.js';

const HOUR = 3_600_000;
const LAST_INSTANT = 8.64e15;

let redis: RedisFixture;
let prefix: string;
let clock: FakeClock;
let store: RedisSessionStore;
let session: Session;
let record: string;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());
beforeEach(async () => {
  prefix = redis.freshPrefix();
  clock = new FakeClock();
  store = new RedisSessionStore({ prefix, clock, client: redis.client });
  ({ session } = await store.create({
    userId: 'ada',
    attributes: {},
    metadata: {},
    timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: HOUR / 2, autoRenew: true },
  }));
  ({ record } = placeOf(redis.client, prefix, session.id));
});

const write = (field: string, value: string): Promise<number> => redis.client.hSet(record, field, value);
const times = (activeAt: number | string, renewals: number | string): string =>
  [session.createdAt, activeAt, session.createdAt, renewals].join(' ');

/** The keys of the user's index. */
async function indexesOfUser(): Promise<string[]> {
  return (await redis.keysOf(prefix)).filter((key) => key.endsWith('user:ada'));
}

describe('a record written by hand', () => {
  it('may have the last instant and the largest count', async () => {
    await write('times', times(LAST_INSTANT, '9007199254740991'));
    await write('authenticated', String(LAST_INSTANT));
    expect(await store.get(session.id)).toMatchObject({ state: 'active' });
  });

  it.each<[string, string, () => string]>([
    ['lastActivityAt is not an instant', 'times', () => times(LAST_INSTANT + 1, 0)],
    ['renewalCount is not a count', 'times', () => times(session.createdAt, '9007199254740992')],
    ['authenticatedAt is not an instant', 'authenticated', () => String(LAST_INSTANT + 1)],
    ['authenticatedAt is not an instant', 'authenticated', () => 'never'],
    ['timeouts are not valid', 'timeouts', () => '0 100 0 1'],
    ['timeouts are not valid', 'timeouts', () => '10 20 15 1'],
    ['timeouts are not valid', 'timeouts', () => '20 10 5 1'],
    ['timeouts are not valid', 'timeouts', () => '10 3153600000001 5 1'],
  ])('is quarantined because %s: %s', async (problem, field, value) => {
    await write(field, value());
    expect(await store.get(session.id)).toMatchObject({ state: 'quarantined', record: { problem } });
  });

  it.each(['times', 'timeouts'])('is quarantined without its %s', async (field) => {
    await redis.client.hDel(record, field);
    expect(await store.get(session.id)).toMatchObject({ record: { problem: 'times or timeouts are missing' } });
  });

  it.each(['user', 'attributes', 'metadata', 'times', 'timeouts', 'handle'])(
    'is told from a missing one by its %s alone',
    async (field) => {
      const value = await redis.client.hGet(record, field);
      await redis.client.del(record);
      await write(field, value ?? '');
      const problem = field === 'handle' ? 'userId is not a string' : 'handle is not valid';
      expect(await store.get(session.id)).toMatchObject({ record: { problem } });
    },
  );
});

describe('a quarantined record', () => {
  it('names its session, and leaves nothing in the index of its user', async () => {
    await write('metadata', '[1]');
    const { handle } = session;
    expect(await store.get(session.id)).toMatchObject({ record: { handle, raw: { fields: { user: 'ada' } } } });
    expect(await indexesOfUser()).toEqual([]);
  });

  it('shows all of 32 fields', async () => {
    await write('metadata', '[1]');
    const count = await redis.client.hLen(record);
    for (let at = count; at < 32; at += 1) await write(`extra-${String(at)}`, 'x');
    const found = await store.get(session.id);
    expect(found).toMatchObject({ record: { raw: { fields: { user: 'ada', 'extra-31': 'x' } } } });
  });

  it('with 33 fields names its session, and leaves nothing in the index of its user', async () => {
    const count = await redis.client.hLen(record);
    for (let at = count; at < 33; at += 1) await write(`extra-${String(at)}`, 'x');
    await write('metadata', '[1]');
    const found = await store.get(session.id);
    expect(found).toMatchObject({ state: 'quarantined', record: { handle: session.handle } });
    expect(found).not.toHaveProperty('record.raw.fields');
    expect(await indexesOfUser()).toEqual([]);
  });

  it('shows the first 16 KiB of a string', async () => {
    await redis.client.set(record, 'x'.repeat(20_000));
    expect(await store.get(session.id)).toMatchObject({ record: { raw: { value: 'x'.repeat(16_384) } } });
  });

  it('shows when its session began to expire soon', async () => {
    clock.advance(HOUR / 2);
    await store.sweep(10);
    await write('metadata', '[1]');
    const warnAt = String(session.createdAt + HOUR / 2);
    expect(await store.get(session.id)).toMatchObject({ record: { raw: { warnAt } } });
  });
});
