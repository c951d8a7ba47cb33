import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createCluster } from 'redis';
import { EventConsumers } from '../../test/event-consumers.js';
import { RedisClusterServers } from '../../test/redis-cluster.js';
import { damageRecord, DAMAGES, placeOf } from '../../test/redis-damage.js';
import { until } from '../../test/until.js';
import {
  damagedRecordContract,
  followerContract,
  FakeClock,
  rememberedEndingContract,
  storeContract,
  type DamageableStore,
} from 'nest-sessions/testing';
import { RedisSessionStore } from '../redis-session.store.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

const HOUR = 3_600_000;
let servers: RedisClusterServers;
let cluster: ReturnType<typeof createCluster>;
let stores = 0;

beforeAll(async () => {
  servers = await RedisClusterServers.start(3);
  cluster = createCluster({ rootNodes: servers.urls.map((url) => ({ url })) });
  await cluster.connect();
});
afterAll(async () => {
  await cluster.close();
  await servers.stop();
});

describe('RedisSessionStore on a cluster', () => {
  const open = (clock: FakeClock): DamageableStore => {
    const prefix = `store-${String(stores++)}`;
    const store = new RedisSessionStore({ client: cluster, prefix, clock });
    const damage = DAMAGES['has lost its times'] ?? (() => Promise.resolve());
    return { store, corrupt: (id) => damageRecord(damage, placeOf(cluster, prefix, id)) };
  };
  const shared = followerContract((clock) => {
    const prefix = `store-${String(stores++)}`;
    const another = (): RedisSessionStore => new RedisSessionStore({ client: cluster, prefix, clock });
    return { store: another(), another };
  });
  const own = [...storeContract(open), ...rememberedEndingContract(open), ...damagedRecordContract(open)];
  const cases = [...own, ...shared];
  for (const { name, run } of cases) it(name, run);

  it('gives a session to one user if many sign in with its id at the same time on two instances', async () => {
    for (let round = 0; round < 10; round += 1) {
      const prefix = `store-${String(stores++)}`;
      const instances = [1, 2].map(() => new RedisSessionStore({ client: cluster, prefix }));
      const [one] = instances;
      const timeouts = { idleTimeoutMs: HOUR, absoluteTimeoutMs: HOUR, warningThresholdMs: 0, autoRenew: true };
      const guest = await one?.create({ userId: undefined, attributes: {}, metadata: {}, timeouts });
      const users = Array.from({ length: 10 }, (_, number) => `user-${String(number)}`);
      const found = await Promise.all(
        users.map(async (userId, at) => instances[at % 2]?.signIn(guest?.session.id ?? '', { userId, timeouts })),
      );
      expect(found.filter((answer) => answer?.state === 'active')).toHaveLength(1);
      expect(await one?.counts()).toMatchObject({ active: 1, quarantined: 0 });
    }
  });

  it('works on the sessions of all nodes together', async () => {
    const clock = new FakeClock();
    const store = new RedisSessionStore({ client: cluster, prefix: `store-${String(stores++)}`, clock });
    const timeouts = { idleTimeoutMs: HOUR, absoluteTimeoutMs: HOUR, warningThresholdMs: HOUR / 2, autoRenew: true };
    const made = new Set<string>();
    for (let user = 0; user < 200; user += 1) {
      const created = await store.create({ userId: `user-${String(user)}`, attributes: {}, metadata: {}, timeouts });
      made.add(created.session.id);
    }
    expect(new Set([...made].map((id) => id.slice(0, 2))).size).toBe(16);
    expect(await store.counts()).toMatchObject({ active: 200, expiringSoon: 0, expired: 0 });
    const listed: string[] = [];
    for (let cursor: string | undefined = undefined, more = true; more; more = cursor !== undefined) {
      const page = await store.list({ limit: 30, ...(cursor !== undefined && { cursor }) });
      expect(page.total).toBe(200);
      listed.push(...page.sessions.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect([listed.length, new Set(listed)]).toEqual([200, made]);
    clock.advance(HOUR / 2);
    expect((await store.sweep(1000)).expiring).toHaveLength(200);
    clock.advance(HOUR / 2);
    const first = await store.sweep(70);
    expect([first.ended.length, first.more]).toEqual([70, true]);
    const rest = await store.sweep(1000);
    expect([rest.ended.length, rest.more]).toEqual([130, false]);
    expect(new Set([...first.ended, ...rest.ended].map(({ id }) => id))).toEqual(made);
  });

  it('announces the endings on all nodes to every instance', async () => {
    const place = { client: cluster, prefix: `store-${String(stores++)}` };
    const ending = new EventConsumers(place);
    const told: string[][] = [[], []];
    let missed = 0;
    const followers = told.map((users) =>
      ending.store.follower({
        handler: ({ event }) => {
          if ('session' in event) users.push(String(event.session.userId));
          return Promise.resolve();
        },
        onMissed: () => (missed += 1),
      }),
    );
    for (const follower of followers) await follower.start();
    const ids = await ending.endSessions(60);
    expect(new Set(ids.map((id) => id.slice(0, 2))).size).toBeGreaterThan(3);
    for (const users of told) await until('all are told', () => users.length >= 60);
    expect(told.map((users) => new Set(users).size)).toEqual([60, 60]);
    expect(missed).toBe(0);
    for (const follower of followers) await follower.stop();
    await ending.close();
  });
});
