import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SessionEvent } from '../domain/events.js';
import { SessionEvents } from '../events/session-events.js';
import { resolveOptions } from '../options/resolve-options.js';
import type { SessionsModuleOptions } from '../options/sessions-options.js';
import { SessionsService } from './sessions.service.js';
import { MemorySessionStore } from '../stores/memory/memory-session.store.js';
import { FakeClock } from '../testing/index.js';
import { pastTheTypes } from '../../test/past-the-types.js';

let clock: FakeClock;
let seen: SessionEvent[];

function service(options: SessionsModuleOptions = {}): SessionsService {
  const store = new MemorySessionStore({ clock });
  const events = new SessionEvents();
  events.events$.subscribe((event) => seen.push(event));
  return new SessionsService(store, resolveOptions({ ...options, store }), events);
}

const announced = (): string[] =>
  seen.map((event) => ('reason' in event && 'session' in event ? `${event.reason} ${event.session.id}` : event.type));

beforeEach(() => {
  clock = new FakeClock();
  seen = [];
});

describe('the sessions of a user', () => {
  it('are listed and counted without those of other users', async () => {
    const sessions = service();
    const mine = [await sessions.create({ userId: 'ada' }), await sessions.create({ userId: 'ada' })];
    await sessions.create({ userId: 'bob' });
    const page = await sessions.listByUser('ada', { limit: 1 });
    expect([page.sessions, page.total]).toEqual([mine.slice(0, 1), 2]);
    expect((await sessions.listByUser('ada', { cursor: page.nextCursor })).sessions).toEqual(mine.slice(1));
    expect([await sessions.countByUser('ada'), await sessions.countByUser('nobody')]).toEqual([2, 0]);
  });

  it('are given by their latest activity, however many there are', async () => {
    const sessions = service();
    const ids: string[] = [];
    for (let made = 0; made < 1100; made += 1) ids.push((await sessions.create({ userId: 'ada' })).id);
    await sessions.create({ userId: 'bob' });
    const used = [ids[1050], ids[3], ids[700]].map(String);
    for (const id of used) {
      clock.advance(1000);
      await sessions.touch(id);
    }
    clock.advance(1000);
    const { id: newest } = await sessions.create({ userId: 'ada' });
    const recent = await sessions.recentByUser('ada', 4);
    expect(recent.map(({ id }) => id)).toEqual([newest, ...used.reverse()]);
    expect(await sessions.recentByUser('ada')).toHaveLength(100);
    expect(await sessions.recentByUser('nobody')).toEqual([]);
    for (const limit of [0, 1001, 1.5]) {
      await expect(sessions.recentByUser('ada', limit)).rejects.toMatchObject({ code: 'INVALID_PAGE' });
    }
  });

  it('are erased with all that is kept of the user; the end of active ones is announced, with its reason', async () => {
    const sessions = service();
    const ids: string[] = [];
    for (let made = 0; made < 3; made += 1) ids.push((await sessions.create({ userId: 'ada' })).id);
    const [ended = ''] = ids;
    await sessions.delete(ended);
    const reasons: string[] = [];
    sessions.events$.subscribe((event) => {
      if (event.type === 'deleted') reasons.push(event.reason);
    });
    const erased = await sessions.eraseUser('ada', { reason: 'account closed' });
    expect(erased).toEqual({ sessions: 2, endings: 3, quarantined: 0, events: 0 });
    expect(reasons).toEqual(['account closed', 'account closed']);
    for (const id of ids) expect(await sessions.get(id)).toEqual({ state: 'unknown' });
    await expect(sessions.eraseUser('')).rejects.toMatchObject({ code: 'INVALID_SESSION' });
  });

  it('are all revoked except the given session, and each end is announced', async () => {
    const sessions = service();
    const ids: string[] = [];
    for (let made = 0; made < 1200; made += 1) ids.push((await sessions.create({ userId: 'ada' })).id);
    const other = await sessions.create({ userId: 'bob' });
    seen = [];
    const except = ids[700];
    expect(await sessions.revokeByUser('ada', { except })).toBe(1199);
    expect(announced()).toEqual(ids.filter((id) => id !== except).map((id) => `revoked ${id}`));
    expect((await sessions.listByUser('ada')).sessions.map(({ id }) => id)).toEqual([except]);
    expect((await sessions.get(other.id)).state).toBe('active');
    expect(await sessions.revokeByUser('ada')).toBe(1);
    expect(await sessions.revokeByUser('ada')).toBe(0);
  });

  it('do not block the event loop while many of them are revoked', async () => {
    const sessions = service();
    for (let made = 0; made < 1001; made += 1) await sessions.create({ userId: 'ada' });
    let left: number | undefined;
    setImmediate(() => void sessions.countByUser('ada').then((count) => (left = count)));
    expect(await sessions.revokeByUser('ada')).toBe(1001);
    expect(left).toBe(501);
  });

  it.each([[{ maxPerUser: 2 }], [{ maxPerUser: { max: 2, policy: 'reject' } }]] as const)(
    'are limited by %j',
    async (options) => {
      const sessions = service(options);
      await sessions.create({ userId: 'ada' });
      await sessions.create({ userId: 'ada' });
      const third = sessions.create({ userId: 'ada' });
      await expect(third).rejects.toMatchObject({ code: 'SESSION_LIMIT_REACHED', max: 2 });
      expect(await sessions.countByUser('ada')).toBe(2);
    },
  );

  it('make room for the newest session, which is announced', async () => {
    const sessions = service({ maxPerUser: { max: 1, policy: 'evict-oldest' } });
    const first = await sessions.create({ userId: 'ada' });
    const second = await sessions.create({ userId: 'ada' });
    expect(announced()).toEqual(['created', `evicted ${first.id}`, 'created']);
    expect((await sessions.listByUser('ada')).sessions).toEqual([second]);
  });

  it.each(['', undefined, 1])('are refused for the user id %p', async (userId) => {
    const sessions = service();
    const id = pastTheTypes<string>(userId);
    for (const asked of [sessions.revokeByUser(id), sessions.countByUser(id), sessions.listByUser(id)]) {
      await expect(asked).rejects.toMatchObject({ code: 'INVALID_SESSION' });
    }
  });
});

describe('rotation', () => {
  it('is announced with both ids, and ends the old id', async () => {
    const sessions = service();
    const { id } = await sessions.create({ userId: 'ada' });
    const found = await sessions.rotate(id);
    const rotated = 'session' in found ? found.session.id : '';
    expect(seen.at(-1)).toMatchObject({ type: 'rotated', previousId: id, session: { id: rotated } });
    for (const found of [await sessions.get(id), await sessions.rotate(id)]) {
      expect(found).toMatchObject({ state: 'ended', reason: 'rotated', endedAt: clock.now() });
    }
    expect(await sessions.get(rotated)).toMatchObject({ state: 'active' });
  });

  it('lets the old id find the session during the grace', async () => {
    const sessions = service();
    const { id } = await sessions.create({ userId: 'ada' });
    await sessions.rotate(id, { grace: '30s' });
    clock.advance(29_999);
    expect((await sessions.touch(id)).state).toBe('active');
    clock.advance(1);
    expect(await sessions.touch(id)).toMatchObject({ state: 'ended', reason: 'rotated', endedAt: clock.now() });
  });

  it.each([-1, '6m', 'soon', NaN])('refuses a grace of %p', async (grace) => {
    const rotated = service().rotate('some-id', { grace: pastTheTypes(grace) });
    await expect(rotated).rejects.toMatchObject({
      code: 'INVALID_TIMEOUTS',
      message: expect.stringContaining('grace'),
    });
  });
});

describe('touchPrecision', () => {
  it('writes only if the recorded activity is that old', async () => {
    const sessions = service({ touchPrecision: '1m' });
    const { id, expiresAt } = await sessions.create({ userId: 'ada' });
    clock.advance(59_999);
    expect(await sessions.touch(id)).toMatchObject({ state: 'active', session: { expiresAt, renewalCount: 0 } });
    clock.advance(1);
    expect(await sessions.touch(id)).toMatchObject({ session: { expiresAt: expiresAt + 60_000, renewalCount: 1 } });
    expect(seen.map(({ type }) => type)).toEqual(['created', 'renewed']);
  });
});
