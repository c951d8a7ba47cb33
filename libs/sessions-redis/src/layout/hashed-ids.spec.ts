import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RedisFixture } from '../../test/redis-fixture.js';
import { everythingIn } from '../../test/redis-contents.js';
import { FakeClock } from 'nest-sessions/testing';
import { RedisSessionStore } from '../redis-session.store.js';

const TIMEOUTS = { idleTimeoutMs: 1000, absoluteTimeoutMs: 5000, warningThresholdMs: 100, autoRenew: true };
const SESSION = { userId: 'ada', attributes: {}, metadata: {}, timeouts: TIMEOUTS };
const idKey = 'k'.repeat(32);

let redis: RedisFixture;
let prefix: string;
let clock: FakeClock;
let store: RedisSessionStore;

beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());
beforeEach(() => {
  clock = new FakeClock();
  prefix = redis.freshPrefix();
  store = new RedisSessionStore({ client: redis.client, prefix, clock, idKey });
});

async function rotated(id: string, graceMs: number): Promise<string> {
  const found = await store.rotate(id, graceMs);
  return 'session' in found ? found.session.id : '';
}

describe('RedisSessionStore with an idKey', () => {
  it('finds a session by its id, and answers with that id', async () => {
    const { session } = await store.create(SESSION);
    for (const found of [await store.get(session.id), await store.touch(session.id), await store.renew(session.id)]) {
      expect(found).toMatchObject({ state: 'active', session: { id: session.id } });
    }
    const id = await rotated(session.id, 100);
    expect(id).not.toBe(session.id);
    expect(await store.get(id)).toMatchObject({ state: 'active', session: { id } });
    expect(await store.get(session.id)).toMatchObject({ state: 'active', session: { id: session.id } });
    const patched = await store.updateMetadata(session.id, () => ({ theme: 'dark' }));
    expect(patched).toMatchObject({ state: 'active', session: { id: session.id, metadata: { theme: 'dark' } } });
    clock.advance(100);
    expect(await store.get(session.id)).toMatchObject({ state: 'ended', reason: 'rotated' });
    expect(await store.delete(id)).toMatchObject({ state: 'active', session: { id } });
  });

  it('shows only hashed ids in lists, sweeps and evictions', async () => {
    const { session } = await store.create(SESSION);
    const kept = (await store.list({ limit: 1 })).sessions[0]?.id ?? '';
    expect(kept).not.toBe(session.id);
    expect(kept).toMatch(/^0d[A-Za-z0-9_-]{24}$/);
    expect(await store.get(kept)).toEqual({ state: 'unknown' });
    expect(await store.delete(kept)).toEqual({ state: 'unknown' });
    clock.advance(900);
    expect((await store.sweep(1)).expiring).toMatchObject([{ id: kept }]);
    expect((await store.revokeByUser('ada', 10, session.id)).ended).toEqual([]);
    const newer = await store.create(SESSION, { max: 1, policy: 'evict-oldest' });
    expect(newer.evicted).toMatchObject([{ id: kept }]);
    const last = (await store.list({ limit: 1 })).sessions[0]?.id ?? '';
    const former = newer.session.id;
    await rotated(former, 100);
    expect((await store.revokeByUser('ada', 10, former)).ended).toEqual([]);
    expect((await store.revokeByUser('ada', 10, last)).ended).toHaveLength(1);
  });

  it('quarantines by either id', async () => {
    const [one, two] = [await store.create(SESSION), await store.create(SESSION)];
    const kept = (await store.list({ limit: 1 })).sessions[0]?.id ?? '';
    expect(await store.quarantine(kept, 'a problem')).toMatchObject({ state: 'quarantined', record: { id: kept } });
    expect(await store.get(one.session.id)).toEqual({ state: 'unknown' });
    expect((await store.quarantine(two.session.id, 'a problem')).state).toBe('quarantined');
    expect(await store.counts()).toMatchObject({ active: 0, quarantined: 2 });
  });

  it('writes no id to Redis, neither in a key nor in a value', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 4; made += 1) ids.push((await store.create(SESSION)).session.id);
    const [first = '', second = '', third = '', fourth = ''] = ids;
    await store.touch(first);
    await store.updateMetadata(first, () => ({ a: 1 }));
    ids.push(await rotated(first, 500));
    ids.push(await rotated(first, 500));
    const living = await everythingIn(redis.client, prefix);
    await store.delete(second);
    await store.quarantine(third, 'a problem');
    await redis.client.hSet((await redis.keysOf(prefix)).find((key) => key.includes(':session:')) ?? '', 'times', 'x');
    await store.list({ limit: 10 });
    ids.push((await store.create(SESSION, { max: 1, policy: 'evict-oldest' })).session.id);
    await store.revokeByUser('ada', 10, fourth);
    await store.create(SESSION);
    clock.advance(1000);
    await store.sweep(10);
    const contents = await everythingIn(redis.client, prefix);
    for (const what of [':former:', ':current:', ':session:']) expect(living).toContain(what);
    for (const what of ['deleted', 'expired', 'evicted', 'quarantined']) expect(contents).toContain(what);
    for (const id of ids) expect(living + contents).not.toContain(id.slice(2));
  });

  it.each(['short', 'x'.repeat(31), new Uint8Array(31)])(
    'refuses a key that is too short, and does not quote it',
    (key) => {
      const open = (): unknown => new RedisSessionStore({ client: redis.client, idKey: key });
      expect(open).toThrow('idKey is not a valid key');
      expect(open).not.toThrow(/short|xxx/);
    },
  );
});
