import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { StoreUnavailableError } from '../domain/errors.js';
import type { SessionEvent } from '../domain/events.js';
import type { Session } from '../domain/session.js';
import { SessionEvents } from '../events/session-events.js';
import { resolveOptions } from '../options/resolve-options.js';
import type { OnReuse } from '../options/sessions-options.js';
import { MemorySessionStore } from '../stores/memory/memory-session.store.js';
import { FakeClock } from '../testing/index.js';
import { SessionsService } from './sessions.service.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

let clock: FakeClock;
let store: MemorySessionStore;
let seen: SessionEvent[];

function service(onReuse?: OnReuse): SessionsService {
  const events = new SessionEvents();
  events.events$.subscribe((event) => seen.push(event));
  return new SessionsService(store, resolveOptions({ store, onReuse }), events);
}

const types = (): string[] => seen.splice(0).map(({ type }) => type);

/** Rotates a session and returns it under its new id. */
async function rotated(sessions: SessionsService, id: string, grace = 0): Promise<Session> {
  const found = await sessions.rotate(id, { grace });
  if (found.state !== 'active') throw new Error('there is no active session');
  seen.length = 0;
  return found.session;
}

beforeEach(() => {
  clock = new FakeClock();
  store = new MemorySessionStore({ clock });
  seen = [];
});

describe('an id that is used after a rotation has replaced it', () => {
  it('is reported with the handle and the user of its session', async () => {
    const sessions = service();
    const { id, handle } = await sessions.create({ userId: 'ada' });
    const { id: next } = await rotated(sessions, id);
    clock.advance(10 * SECOND);
    expect(await sessions.touch(id)).toMatchObject({ state: 'ended', reason: 'rotated', userId: 'ada' });
    const reused = { type: 'reused', at: clock.now(), handle, userId: 'ada', previousId: id, kind: 'default' };
    expect(seen).toEqual([reused]);
    expect(await sessions.get(next)).toMatchObject({ state: 'active' });
  });

  it.each([0, 30 * SECOND])('is no sign of theft within ten seconds after a grace of %d ms', async (grace) => {
    const sessions = service('revoke-user');
    const { id } = await sessions.create({ userId: 'ada' });
    const { id: next } = await rotated(sessions, id, grace);
    clock.advance(grace + 10 * SECOND - 1);
    for (const found of [await sessions.get(id), await sessions.rotate(id), await sessions.delete(id)]) {
      expect(found).toMatchObject({ state: 'ended', reason: 'rotated' });
    }
    expect(seen).toEqual([]);
    expect(await sessions.get(next)).toMatchObject({ state: 'active' });
  });

  it('is reported once a minute, however often it is used', async () => {
    const sessions = service();
    const { id } = await sessions.create({ userId: 'ada' });
    const { id: second } = await rotated(sessions, id);
    await rotated(sessions, second);
    clock.advance(10 * SECOND);
    for (let use = 0; use < 100; use += 1) for (const used of [id, second]) await sessions.touch(used);
    expect(types()).toEqual(['reused', 'reused']);
    clock.advance(MINUTE - 1);
    await sessions.touch(id);
    expect(types()).toEqual([]);
    clock.advance(1);
    await sessions.touch(id);
    expect(types()).toEqual(['reused']);
  });

  it.each([
    (it: SessionsService, id: string) => it.get(id),
    (it: SessionsService, id: string) => it.touch(id),
    (it: SessionsService, id: string) => it.renew(id),
    (it: SessionsService, id: string) => it.rotate(id),
    (it: SessionsService, id: string) => it.delete(id),
    (it: SessionsService, id: string) => it.updateTimeouts(id, { autoRenew: false }),
    (it: SessionsService, id: string) => it.updateMetadata(id, { theme: 'dark' }),
  ])('is reported by every operation: %s', async (use) => {
    const sessions = service();
    const { id } = await sessions.create({ userId: 'ada' });
    await rotated(sessions, id);
    clock.advance(MINUTE);
    await use(sessions, id);
    expect(types()).toEqual(['reused']);
  });

  it('ends its session with revoke-session, and no other', async () => {
    const sessions = service('revoke-session');
    const { id } = await sessions.create({ userId: 'ada' });
    const { id: next } = await rotated(sessions, id);
    const other = await sessions.create({ userId: 'ada' });
    clock.advance(MINUTE);
    seen = [];
    expect(await sessions.touch(id)).toMatchObject({ state: 'ended', reason: 'rotated' });
    expect(seen).toMatchObject([{ type: 'reused' }, { type: 'deleted', reason: 'reused', session: { userId: 'ada' } }]);
    for (const ended of [id, next])
      expect(await sessions.get(ended)).toMatchObject({ state: 'ended', reason: 'reused' });
    expect(await sessions.get(other.id)).toMatchObject({ state: 'active' });
    seen = [];
    clock.advance(2 * MINUTE);
    await sessions.touch(id);
    expect(seen).toEqual([]);
  });

  it('ends all sessions of the user with revoke-user', async () => {
    const sessions = service('revoke-user');
    const { id } = await sessions.create({ userId: 'ada' });
    await rotated(sessions, id);
    const [other, bob] = [await sessions.create({ userId: 'ada' }), await sessions.create({ userId: 'bob' })];
    clock.advance(MINUTE);
    seen = [];
    await sessions.get(id);
    expect(types()).toEqual(['reused', 'deleted', 'deleted']);
    expect(await sessions.get(other.id)).toMatchObject({ state: 'ended', reason: 'reused' });
    expect(await sessions.get(bob.id)).toMatchObject({ state: 'active' });
  });

  it('is reported no more once its session has ended', async () => {
    const sessions = service('revoke-user');
    const { id } = await sessions.create({ userId: 'ada' });
    const { id: next } = await rotated(sessions, id);
    await sessions.delete(next);
    const other = await sessions.create({ userId: 'ada' });
    clock.advance(MINUTE);
    seen = [];
    expect(await sessions.touch(id)).toMatchObject({ state: 'ended', reason: 'deleted' });
    expect(seen).toEqual([]);
    expect(await sessions.get(other.id)).toMatchObject({ state: 'active' });
  });

  it('is reported again at its next use if the store could not end the session', async () => {
    const sessions = service('revoke-session');
    const { id } = await sessions.create({ userId: 'ada' });
    const { id: next } = await rotated(sessions, id);
    clock.advance(MINUTE);
    jest.spyOn(store, 'delete').mockRejectedValueOnce(new StoreUnavailableError('gone'));
    await expect(sessions.touch(id)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await sessions.touch(id);
    expect(types()).toEqual(['reused', 'reused', 'deleted']);
    expect(await sessions.get(next)).toMatchObject({ state: 'ended', reason: 'reused' });
  });

  it('is forgotten as reported after a thousand others', async () => {
    const sessions = service();
    const ids: string[] = [];
    for (let made = 0; made < 1001; made += 1) {
      const { id } = await sessions.create({ userId: 'ada' });
      await rotated(sessions, id);
      ids.push(id);
    }
    clock.advance(MINUTE);
    for (const id of ids) await sessions.touch(id);
    expect(types()).toHaveLength(1001);
    for (const id of [...ids.slice(1), ids[0] ?? '']) await sessions.touch(id);
    expect(types()).toHaveLength(1);
  });
});

describe('onReuse', () => {
  it('must be one of three words', () => {
    expect(() => resolveOptions({ onReuse: 'explode' as OnReuse })).toThrow(
      "onReuse is 'explode', allowed is 'report', 'revoke-session', 'revoke-user'",
    );
  });
});
