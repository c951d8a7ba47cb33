import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClient } from 'redis';
import { placeOf } from '../../test/redis-damage.js';
import { RedisFixture } from '../../test/redis-fixture.js';
import { type NewSession, systemClock } from 'nest-sessions/store';
import { FakeClock } from 'nest-sessions/testing';
import type { RedisClient, RedisCommands } from '../connection/redis-client.js';
import { RedisSessionStore } from '../redis-session.store.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

const HOUR = 3_600_000;
const session: NewSession = {
  userId: 'ada',
  attributes: {},
  metadata: {},
  timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: 0, autoRenew: true },
};

let redis: RedisFixture;
let prefix: string;
let calls: string[];
let store: RedisSessionStore;
beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());
beforeEach(async () => {
  prefix = redis.freshPrefix();
  calls = [];
  store = new RedisSessionStore({ client: counted(redis.client), prefix });
  await store.counts();
  calls = [];
});

/** The client, which notes what is sent through it. */
function counted(client: RedisFixture['client']): RedisClient {
  return {
    isOpen: true,
    isReady: true,
    withCommandOptions(options): RedisCommands {
      const commands = client.withCommandOptions(options);
      return {
        evalSha(sha1, call) {
          calls.push('EVALSHA');
          return commands.evalSha(sha1, call);
        },
        eval(source, call) {
          calls.push('EVAL');
          return commands.eval(source, call);
        },
      };
    },
  };
}

async function serverTime(): Promise<number> {
  const [seconds, microseconds] = await redis.client.time();
  return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
}

describe('an operation', () => {
  it('is one round trip', async () => {
    let { id } = (await store.create(session)).session;
    const rotated = async (graceMs: number): Promise<void> => {
      const found = await store.rotate(id, graceMs);
      if (found.state === 'active') id = found.session.id;
    };
    const operations = [
      () => store.create(session),
      () => store.create(session, { max: 2, policy: 'evict-oldest' }),
      () => expect(store.create(session, { max: 1, policy: 'reject' })).rejects.toThrow(),
      () => store.revokeByUser('ada', 10, id),
      () => store.get(id),
      () => store.touch(id),
      () => store.touch(id, HOUR),
      () => rotated(0),
      () => rotated(HOUR),
      () => store.renew(id),
      () => store.updateTimeouts(id, { autoRenew: false }),
      () => store.list({ limit: 10 }),
      () => store.list({ limit: 10, userId: 'ada' }),
      () => store.counts(),
      () => store.sweep(10),
      () => store.quarantined(10),
      () => store.clearQuarantine(),
      () => store.quarantine(id.slice(0, 2) + 'x'.repeat(24), 'a problem'),
      () => store.delete(id),
      () => store.ping(),
    ];
    for (const operation of operations) await operation();
    calls = [];
    for (const operation of operations) {
      await operation();
      expect([operation.toString(), calls]).toEqual([operation.toString(), ['EVALSHA']]);
      calls = [];
    }
  });

  it('is a read and a write for an update of metadata, and one more write for each concurrent write', async () => {
    const { id } = (await store.create(session)).session;
    for (let warm = 0; warm < 2; warm += 1) await store.updateMetadata(id, () => ({ warm }));
    calls = [];
    await store.updateMetadata(id, () => ({ a: 1 }));
    expect(calls).toHaveLength(2);
    calls = [];
    let others = 3;
    await store.updateMetadata(id, (metadata) => {
      // The same client sends it, so it arrives before the write of the update.
      if (others > 0)
        void redis.client.hSet(placeOf(redis.client, prefix, id).record, 'metadata', `{"others":${String(others)}}`);
      others -= 1;
      return { ...metadata, b: 2 };
    });
    expect(await store.get(id)).toMatchObject({ session: { metadata: { others: 1, b: 2 } } });
    expect(calls).toHaveLength(1 + 4 + 1);
    calls = [];
    await store.updateMetadata(id, (metadata) => metadata);
    expect(calls).toHaveLength(1);
  });

  it('gives up an update of metadata after a hundred concurrent writes', async () => {
    const { id } = (await store.create(session)).session;
    const { record } = placeOf(redis.client, prefix, id);
    let attempts = 0;
    const patched = store.updateMetadata(id, (metadata) => {
      attempts += 1;
      void redis.client.hSet(record, 'metadata', JSON.stringify({ attempts }));
      return { ...metadata, mine: true };
    });
    await expect(patched).rejects.toMatchObject({ code: 'SESSION_CONFLICT', keys: [] });
    expect(attempts).toBe(100);
    expect(await store.get(id)).toMatchObject({ session: { metadata: { attempts: 100 } } });
  });

  it('is a few bounded scripts for a long page and for a long sweep', async () => {
    const clock = new FakeClock();
    const long = new RedisSessionStore({ client: counted(redis.client), prefix, clock });
    await Promise.all(Array.from({ length: 600 }, () => long.create(session)));
    for (const userId of [undefined, 'ada']) {
      calls = [];
      const page = await long.list({ limit: 1000, ...(userId !== undefined && { userId }) });
      expect(page.total).toBe(600);
      expect([new Set(page.sessions.map(({ id }) => id)).size, page.nextCursor, calls.length]).toEqual([
        600,
        undefined,
        3,
      ]);
    }
    clock.advance(HOUR);
    calls = [];
    const page = await long.list({ limit: 10, userId: 'ada' });
    expect([page.sessions, page.total, page.nextCursor, calls.length]).toEqual([[], 0, undefined, 3]);
    calls = [];
    const batch = await long.sweep(1000);
    expect([batch.ended.length, batch.more, calls.length]).toEqual([600, false, 6]);
    await Promise.all(Array.from({ length: 600 }, () => long.create(session)));
    calls = [];
    const revoked = await long.revokeByUser('ada', 500);
    expect([revoked.ended.length, revoked.more, calls.length]).toEqual([500, true, 10]);
  });

  it('needs no call for an id that no store created', async () => {
    for (const id of ['', '\u0000', '💥', '\ud800', 'a'.repeat(10_000), '__proto__', '*']) await store.touch(id);
    expect(calls).toEqual([]);
  });

  it('loads its script again after a flush of the scripts', async () => {
    const { id } = (await store.create(session)).session;
    await redis.client.scriptFlush();
    calls = [];
    expect((await store.touch(id)).state).toBe('active');
    expect((await store.touch(id)).state).toBe('active');
    expect(calls).toEqual(['EVALSHA', 'EVAL', 'EVALSHA']);
  });

  it('uses the clock of the server, whatever the clocks of the instances say', async () => {
    const before = await serverTime();
    const made = await store.create(session);
    const after = await serverTime();
    expect(made.asOf).toBeGreaterThanOrEqual(before);
    expect(made.asOf).toBeLessThanOrEqual(after);
    // Another instance, whose own clock is an hour ahead.
    const now = Date.now;
    Date.now = () => now() + HOUR;
    try {
      expect(systemClock.now()).toBeGreaterThanOrEqual(after + HOUR - 1000);
      const other = new RedisSessionStore({ client: redis.client, prefix });
      expect(await other.get(made.session.id)).toMatchObject({ state: 'active', session: made.session });
      expect(await other.counts()).toMatchObject({ active: 1, expired: 0 });
    } finally {
      Date.now = now;
    }
  });

  it('works with a client on the older protocol, with replies mapped to other types', async () => {
    const client = createClient({ url: redis.url, RESP: 2, commandOptions: { typeMapping: { 36: Buffer } } });
    await client.connect();
    try {
      const other = new RedisSessionStore({ client, prefix });
      const { session: made } = await store.create(session);
      expect(await other.get(made.id)).toMatchObject({ state: 'active', session: made });
      expect(await other.list({ limit: 5 })).toMatchObject({ sessions: [made], total: 1 });
    } finally {
      await client.close();
    }
  });

  it('names keys as the client does, such as with a key prefix', async () => {
    const client = createClient({ url: redis.url, keyPrefix: 'app:' });
    await client.connect();
    try {
      const other = new RedisSessionStore({ client, prefix });
      const { id } = (await other.create(session)).session;
      expect(await redis.client.exists(`app:${placeOf(redis.client, prefix, id).record}`)).toBe(1);
      expect((await other.touch(id)).state).toBe('active');
    } finally {
      await client.close();
    }
  });

  it('keeps users apart whose ids are broken Unicode', async () => {
    const users = ['\ud800', '\udfff', '\ufffd', '"', '\\"'];
    for (const userId of users) {
      const made = await store.create({ ...session, userId });
      expect(await store.get(made.session.id)).toMatchObject({ session: { userId } });
    }
    for (const userId of users) expect((await store.list({ limit: 10, userId })).total).toBe(1);
  });

  it('returns a corrupted record once, however many calls find it', async () => {
    for (const broken of [{ metadata: '{' }, { times: 'never' }]) {
      const { id } = (await store.create(session)).session;
      await redis.client.hSet(placeOf(redis.client, prefix, id).record, broken);
      const met = await Promise.all(Array.from({ length: 20 }, () => store.touch(id)));
      expect(met.filter(({ state }) => state === 'quarantined')).toHaveLength(1);
      expect(met.filter(({ state }) => state === 'unknown')).toHaveLength(19);
    }
    expect(await store.counts()).toMatchObject({ active: 0, quarantined: 2 });
  });

  it('quarantines a record that a script ended as a session although it was corrupted', async () => {
    const clock = new FakeClock();
    const other = new RedisSessionStore({ client: redis.client, prefix, clock });
    const made = [await other.create(session), await other.create(session)].map((each) => each.session.id);
    // Redis reads such a number; JSON has none.
    for (const id of made) await redis.client.hSet(placeOf(redis.client, prefix, id).record, 'metadata', '{"n":0x10}');
    const [deleted = '', swept = ''] = made;
    expect(await other.delete(deleted)).toMatchObject({ state: 'quarantined', record: { id: deleted } });
    clock.advance(HOUR);
    expect(await other.sweep(10)).toMatchObject({ ended: [], quarantined: [{ id: swept }] });
    expect(await other.quarantined(10)).toMatchObject([{ raw: { fields: { metadata: '{"n":0x10}' } } }, { id: swept }]);
    expect(await other.counts()).toMatchObject({ active: 0, expired: 0, quarantined: 2 });
  });

  it('names an eviction as the likely cause of a record that has vanished', async () => {
    const { id } = (await store.create(session)).session;
    await redis.client.del(placeOf(redis.client, prefix, id).record);
    const found = await store.get(id);
    expect(found).toMatchObject({ state: 'quarantined', record: { id, problem: expect.stringContaining('eviction') } });
    expect(await store.quarantined(1)).toMatchObject([{ id, raw: { type: 'none' } }]);
  });
});
