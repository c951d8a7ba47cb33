import { expect, it } from '@jest/globals';
import { createClient } from 'redis';
import { RedisSessionStore } from '../../src/index.js';
import { FakeClock } from 'nest-sessions/testing';
import { census, type Census } from '../census.js';
import { Child } from '../processes/child.js';
import { isWorkReport, type WorkReport, type WorkSettings } from '../processes/random-work.js';
import { RedisServer } from '../redis-server.js';

const SECONDS = 60;
const DAY = 86_400_000;

function report(settings: WorkSettings): { child: Child; done: Promise<WorkReport> } {
  const child = Child.start('random-work-main.ts', settings);
  const done = new Promise<WorkReport>((resolve, reject) => {
    child.onMessage((message) => {
      if (isWorkReport(message)) resolve(message);
    });
    child.onEnd(() => reject(new Error('a process ended without a report')));
  });
  return { child, done };
}

/** The first id of each session, by any id that it has had. */
function originOf(reports: readonly WorkReport[]): (id: string) => string {
  const before = new Map(reports.flatMap(({ rotated }) => rotated.map(([id, next]) => [next, id] as const)));
  return (id) => {
    let origin = id;
    for (let earlier = before.get(id); earlier !== undefined; earlier = before.get(earlier)) origin = earlier;
    return origin;
  };
}

/** Lists all sessions, then those of each user, so that each damaged record is found. Returns the quarantined ones. */
async function meetAll(store: RedisSessionStore, users: number): Promise<string[]> {
  const met: string[] = [];
  for (const userId of [undefined, ...Array.from({ length: users }, (_, at) => `user-${String(at)}`)]) {
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const of = { ...(userId !== undefined && { userId }), ...(cursor !== undefined && { cursor }) };
      const page = await store.list({ limit: 1000, ...of });
      met.push(...page.quarantined.map(({ id }) => id));
      cursor = page.nextCursor;
    }
  }
  return met;
}

/** Compares what a store says about all sessions with the contents of Redis, at one instant, so that none expires meanwhile. */
async function expectAgreement(store: RedisSessionStore, { alive }: Census): Promise<void> {
  const counts = await store.counts();
  expect(counts.active + counts.expired).toBe(alive.size);
  const byUser = new Map<string, string[]>();
  for (const [id, user] of alive) {
    const found = await store.get(id);
    expect(['active', 'expired']).toContain(found.state);
    if (found.state === 'active') byUser.set(user, [...(byUser.get(user) ?? []), id]);
  }
  const active = [...byUser.values()].flat();
  expect(counts.active).toBe(active.length);
  const all = await store.list({ limit: 1000 });
  expect(all.total).toBe(active.length);
  for (const user of new Set(alive.values())) {
    const page = await store.list({ limit: 1000, userId: user });
    const wanted = byUser.get(user) ?? [];
    expect([page.total, page.sessions.map(({ id }) => id).sort()]).toEqual([wanted.length, wanted.sort()]);
  }
}

it('counts, indexes and streams agree after 8 processes have done anything to the same 1,000 sessions', async () => {
  const server = await RedisServer.start();
  const client = createClient({ url: server.url });
  await client.connect();
  const base = { url: server.url, prefix: 'sessions', seconds: SECONDS, population: 1000 };
  const workers = Array.from({ length: 8 }, (_, at) => report({ ...base, seed: at + 1 }));
  try {
    const reports = await Promise.all(workers.map(({ done }) => done));
    expect(reports.flatMap(({ failures }) => failures)).toEqual([]);
    const created = reports.flatMap((each) => each.created).sort();
    const handedOut = reports.flatMap((each) => each.ended);
    const origin = originOf(reports);
    const origins = (ids: Iterable<string>): string[] => Array.from(ids, origin).sort();
    const clock = new FakeClock(Date.now());
    const store = new RedisSessionStore({
      client,
      prefix: 'sessions',
      clock,
      events: { maxBytes: 2 ** 30, metadata: true },
    });
    handedOut.push(...(await meetAll(store, 60)));

    const left = await census([server.url], 'sessions');
    expect(left.faults).toEqual([]);
    expect([...left.endings].filter(([, types]) => types.length !== 1)).toEqual([]);
    expect(origins([...left.alive.keys(), ...left.endings.keys()])).toEqual(created);
    expect(origins(handedOut)).toEqual(origins(left.endings.keys()));
    expect(left.endings.size).toBeGreaterThan(1000);

    await expectAgreement(store, left);
    clock.advance(DAY);
    while ((await store.sweep(1000)).more);
    const swept = await census([server.url], 'sessions');
    expect([swept.alive.size, swept.faults]).toEqual([0, []]);
    expect(origins(swept.endings.keys())).toEqual(created);
    expect([...swept.endings.values()].filter((types) => types.length !== 1)).toEqual([]);
  } finally {
    for (const { child } of workers) await child.kill();
    client.destroy();
    await server.stop();
  }
}, 120_000);
