import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeClock } from 'nest-sessions/testing';
import type { NewSession, Timeouts } from 'nest-sessions/store';
import { placeOf } from '../../test/redis-damage.js';
import { RedisFixture } from '../../test/redis-fixture.js';
import { RedisSessionStore } from '../redis-session.store.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(60_000);

const HOUR = 3_600_000;
const session = (timeouts: Partial<Timeouts> = {}, metadata: NewSession['metadata'] = {}): NewSession => ({
  userId: 'ada',
  attributes: {},
  metadata,
  timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: 0, autoRenew: true, ...timeouts },
});

let redis: RedisFixture;
let prefix: string;
let clock: FakeClock;
let store: RedisSessionStore;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());
beforeEach(() => {
  prefix = redis.freshPrefix();
  clock = new FakeClock();
  store = new RedisSessionStore({ client: redis.client, prefix, clock });
});

const create = async (...of: Parameters<typeof session>): Promise<string> =>
  (await store.create(session(...of))).session.id;

/** A key of the shard that has the sessions of ada. */
const keyOf = (name: string): string => `{${prefix}:13}:${name}`;

async function endings(): Promise<{ id?: string; type?: string; reason?: string }[]> {
  return ((await redis.client.xRange(keyOf('events'), '-', '+')) ?? []).map(({ message }) => message);
}

describe('a sweep', () => {
  it('announces each expired session with the timeout that ended it', async () => {
    const idle = await create();
    const absolute = await create({ idleTimeoutMs: HOUR, absoluteTimeoutMs: 1.5 * HOUR });
    const both = await create({ absoluteTimeoutMs: HOUR });
    clock.advance(HOUR - 1);
    await store.touch(absolute);
    clock.advance(HOUR);
    expect((await store.sweep(10)).ended).toHaveLength(3);
    const reasons = new Map((await endings()).map(({ id, type, reason }) => [id, [type, reason]]));
    expect(reasons.get(idle)).toEqual(['expired', 'idle']);
    expect(reasons.get(absolute)).toEqual(['expired', 'absolute']);
    expect(reasons.get(both)).toEqual(['expired', 'absolute']);
  });

  it('announces a damaged record that it meets', async () => {
    const id = await create();
    await redis.client.hDel(placeOf(redis.client, prefix, id).record, 'times');
    clock.advance(HOUR);
    expect(await store.sweep(10)).toMatchObject({ ended: [], quarantined: [{ id }] });
    expect(await endings()).toMatchObject([{ type: 'quarantined', reason: 'quarantined' }]);
  });

  it('removes the records that the quarantine has kept long enough', async () => {
    await store.quarantine(await create(), 'metadata does not fit');
    clock.advance(24 * HOUR - 1);
    await store.sweep(10);
    expect(await redis.client.zCard(keyOf('quarantine'))).toBe(1);
    clock.advance(1);
    await store.sweep(10);
    expect(await redis.client.exists(keyOf('quarantine'))).toBe(0);
  });
});

describe('the quarantine', () => {
  it('loses what it has kept long enough when another record comes', async () => {
    await store.quarantine(await create(), 'metadata does not fit');
    clock.advance(24 * HOUR);
    const id = await create();
    await store.quarantine(id, 'metadata does not fit');
    const kept = await redis.client.zRange(keyOf('quarantine'), 0, -1);
    expect(kept).toEqual([expect.stringContaining(id)]);
  });

  it('has no key once it has been cleared', async () => {
    await store.quarantine(await create(), 'metadata does not fit');
    expect(await store.clearQuarantine()).toBe(1);
    expect(await redis.client.exists(keyOf('quarantine'))).toBe(0);
  });
});

describe('an entry of an index that has no session', () => {
  const stray = '0dxxxxxxxxxxxxxxxxxxxxxxxx';

  it.each([
    ['the order of creation', 'by-creation', {}],
    ['those of a user', 'user:ada', { userId: 'ada' }],
  ])('is removed by a list, which gives the sessions around it: %s', async (_, name, query) => {
    const ids = [await create(), await create()];
    const [member, score] = name === 'by-creation' ? [stray, 0.5] : [`@${stray}`, 0.5 - 2 ** 52];
    await redis.client.zAdd(keyOf(name), { score, value: member });
    for (const limit of [1, 2]) {
      const page = await store.list({ limit, ...query });
      expect(page).toMatchObject({ sessions: ids.slice(0, limit).map((id) => ({ id })), total: 2, quarantined: [] });
    }
    expect(await redis.client.zScore(keyOf(name), member)).toBeNull();
  });

  it.each(['by-expiry', 'by-warning'])(
    'is quarantined or removed by a sweep, which ends the sessions after it: %s',
    async (name) => {
      const id = await create();
      await redis.client.zAdd(keyOf(name), { score: 1, value: stray });
      clock.advance(HOUR);
      const { ended, quarantined } = await store.sweep(10);
      expect(ended).toMatchObject([{ id }]);
      expect(quarantined.map((record) => record.id)).toEqual(name === 'by-expiry' ? [stray] : []);
      expect(await redis.client.zScore(keyOf(name), stray)).toBeNull();
    },
  );

  it('does not stay among those of a user when a create quarantines its record, which names no user', async () => {
    const id = await create();
    await redis.client.hDel(placeOf(redis.client, prefix, id).record, 'user');
    const created = await store.create(session(), { max: 1, policy: 'reject' });
    expect(created.quarantined).toMatchObject([{ id }]);
    const index = await redis.client.zRange(keyOf('user:ada'), 0, -1);
    expect(index.sort()).toEqual([created.session.id, `@${created.session.id}`].sort());
  });
});
