import { describe, expect, it, jest } from '@jest/globals';
import { FakeClock, rememberedEndingContract, storeContract, type StoreUnderTest } from '../../testing/index.js';
import { followHistories } from '../../../test/session-histories.js';
import { MemorySessionStore } from './memory-session.store.js';
import { FEW } from './users.js';

const TIMEOUTS = { idleTimeoutMs: 1000, absoluteTimeoutMs: 5000, warningThresholdMs: 100, autoRenew: true };
const SESSION = { userId: 'ada', attributes: {}, metadata: {}, timeouts: TIMEOUTS };

function open(clock: FakeClock): StoreUnderTest {
  return { store: new MemorySessionStore({ clock }) };
}

describe('MemorySessionStore', () => {
  for (const { name, run } of [...storeContract(open), ...rememberedEndingContract(open)]) it(name, run);

  it('gives the same answers as a list that is scanned, whatever happens', async () => {
    await followHistories(open, { runs: 300, steps: 120 });
  }, 120_000);

  it('refuses a session above its capacity until another session ends', async () => {
    const store = new MemorySessionStore({ capacity: 3, clock: new FakeClock() });
    const first = await store.create(SESSION);
    await store.create(SESSION);
    await store.create(SESSION);
    await expect(store.create(SESSION)).rejects.toMatchObject({ code: 'CAPACITY_REACHED', capacity: 3 });
    expect(await store.counts()).toMatchObject({ active: 3, capacity: 3 });
    await store.delete(first.session.id);
    await expect(store.create(SESSION)).resolves.toBeDefined();
  });

  it('ends expired sessions to make room, and returns them', async () => {
    const clock = new FakeClock();
    const store = new MemorySessionStore({ capacity: 2, clock });
    const first = await store.create(SESSION);
    const second = await store.create(SESSION);
    clock.advance(1000);
    const third = await store.create(SESSION);
    expect(third.ended.map(({ id }) => id).sort()).toEqual([first.session.id, second.session.id].sort());
    expect(await store.counts()).toMatchObject({ active: 1, expired: 0 });
  });

  it('ends a page early after many expired sessions', async () => {
    const clock = new FakeClock();
    const store = new MemorySessionStore({ clock });
    for (let made = 0; made < 3000; made += 1) await store.create(SESSION);
    clock.advance(1000);
    const { session } = await store.create(SESSION);
    const first = await store.list({ limit: 10 });
    expect(first).toMatchObject({ sessions: [], total: 1 });
    const found: string[] = [];
    let pages = 1;
    for (let cursor = first.nextCursor; cursor !== undefined; pages += 1) {
      const page = await store.list({ limit: 10, cursor });
      found.push(...page.sessions.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect([found, pages]).toEqual([[session.id], 3]);
  });

  it('keeps expired sessions expired when its clock is set back', async () => {
    const clock = new FakeClock();
    const store = new MemorySessionStore({ clock });
    const { session } = await store.create(SESSION);
    clock.set(session.expiresAt);
    expect((await store.get(session.id)).state).toBe('expired');
    clock.advance(-1);
    expect((await store.touch(session.id)).state).toBe('expired');
    expect(await store.counts()).toMatchObject({ active: 0, expired: 1, asOf: session.expiresAt });
  });

  it('ignores changes of the wall clock, and counts report how far it was set', async () => {
    const store = new MemorySessionStore();
    const { session } = await store.create(SESSION);
    const realNow = Date.now.bind(Date);
    const wall = jest.spyOn(Date, 'now').mockImplementation(() => realNow() + 30 * 24 * 3_600_000);
    try {
      expect((await store.get(session.id)).state).toBe('active');
      const drift = (await store.counts()).clockDriftMs ?? 0;
      expect(Math.round(drift / 3_600_000)).toBe(30 * 24);
    } finally {
      wall.mockRestore();
    }
    expect((await store.get(session.id)).state).toBe('active');
    expect(Math.abs((await store.counts()).clockDriftMs ?? NaN)).toBeLessThan(1000);
  });

  it('accepts a clock with fractions of a millisecond', async () => {
    const store = new MemorySessionStore({ clock: { now: () => 1000.75 } });
    const { session } = await store.create(SESSION);
    expect(await store.get(session.id)).toMatchObject({ state: 'active', session: { createdAt: 1000 } });
  });

  it('lists and counts the sessions of a user with many like those of a user with few', async () => {
    const clock = new FakeClock();
    const store = new MemorySessionStore({ clock });
    const ids: string[] = [];
    for (let made = 0; made < 2 * FEW; made += 1) {
      const timeouts = { ...TIMEOUTS, idleTimeoutMs: 1000 + (made % 3) * 1000 };
      ids.push((await store.create({ ...SESSION, timeouts })).session.id);
    }
    const seen = async (): Promise<string[]> => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.list({ limit: 100, userId: 'ada', cursor });
        expect(page.total).toBe(page.counts.active);
        found.push(...page.sessions.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return found;
    };
    expect(await seen()).toEqual(ids);
    clock.advance(1000);
    expect(await seen()).toEqual(ids.filter((_, made) => made % 3 !== 0));
    for (const id of ids.filter((_, made) => made % 3 === 1)) await store.touch(id);
    clock.advance(1500);
    expect(await seen()).toEqual(ids.filter((_, made) => made % 3 !== 0));
    await store.sweep(1000);
    expect(await seen()).toEqual(ids.filter((_, made) => made % 3 !== 0));
    for (const id of ids) await store.delete(id);
    expect(await seen()).toEqual([]);
    await store.create(SESSION);
    expect(await seen()).toHaveLength(1);
  });

  it('sweeps a hundred thousand sessions that expire at the same instant', async () => {
    const clock = new FakeClock();
    const store = new MemorySessionStore({ clock });
    for (let made = 0; made < 100_000; made += 1) await store.create(SESSION);
    clock.advance(1000);
    // At a cost that grew with those of the same instant, this would take minutes.
    for (let left = 100_000; left > 0; left -= 1000) expect((await store.sweep(1000)).ended).toHaveLength(1000);
    expect(await store.counts()).toMatchObject({ active: 0, expired: 0 });
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses the capacity %p', (capacity) => {
    expect(() => new MemorySessionStore({ capacity })).toThrow(`capacity is ${String(capacity)}`);
  });

  it('refuses a retention that is not a valid duration', () => {
    expect(() => new MemorySessionStore({ quarantineRetention: -1 })).toThrow('quarantineRetention is -1');
  });
});
