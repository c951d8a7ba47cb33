import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SessionEvent } from '../domain/events.js';
import { SessionEvents } from '../events/session-events.js';
import { resolveOptions } from '../options/resolve-options.js';
import type { SessionsModuleOptions } from '../options/sessions-options.js';
import { MemorySessionStore } from '../stores/memory/memory-session.store.js';
import { FakeClock } from '../testing/index.js';
import { pastTheTypes } from '../../test/past-the-types.js';
import { SessionsService } from './sessions.service.js';

const MINUTE = 60_000;
let clock: FakeClock;
let events: SessionEvents;
let seen: SessionEvent[];

function service(options: SessionsModuleOptions = {}): SessionsService {
  const store = new MemorySessionStore({ clock });
  return new SessionsService(store, resolveOptions({ ...options, store }), events);
}

beforeEach(() => {
  clock = new FakeClock();
  seen = [];
  events = new SessionEvents();
  events.events$.subscribe((event) => seen.push(event));
});

describe('A guest', () => {
  it('has a session without a user, and no limit', async () => {
    const sessions = service({ maxPerUser: 1 });
    const guests = [await sessions.createGuest(), await sessions.createGuest({ metadata: { cart: ['tea'] } })];
    expect(guests).toMatchObject([
      { userId: undefined, metadata: {} },
      { userId: undefined, metadata: { cart: ['tea'] } },
    ]);
    expect(await sessions.counts()).toMatchObject({ active: 2 });
    expect(seen.map(({ type }) => type)).toEqual(['created', 'created']);
  });

  it('who signs in is announced once, and ends no session', async () => {
    const sessions = service();
    const guest = await sessions.createGuest();
    seen = [];
    const found = await sessions.signIn(guest.id, 'ada');
    expect(found).toMatchObject({ state: 'active', session: { userId: 'ada', handle: guest.handle } });
    const session = 'session' in found ? found.session : undefined;
    expect(seen).toEqual([{ type: 'signed-in', kind: 'default', at: clock.now(), session, previousId: guest.id }]);
    expect(events.tally).toMatchObject({ created: 1, signedIn: 1, ended: { deleted: 0 } });
  });

  it('gets the timeouts of the module by a sign-in, or those that are given', async () => {
    const sessions = service({ timeouts: { idleTimeout: '10m' } });
    const signedIn = async (timeouts?: object) => {
      const { id } = await sessions.createGuest({ timeouts: { idleTimeout: '1h' } });
      return sessions.signIn(id, 'ada', { timeouts });
    };
    expect(await signedIn()).toMatchObject({ session: { timeouts: { idleTimeoutMs: 10 * MINUTE } } });
    expect(await signedIn({ idleTimeout: '20m' })).toMatchObject({
      session: { timeouts: { idleTimeoutMs: 20 * MINUTE } },
    });
    const { id } = await sessions.createGuest();
    const conflict = sessions.signIn(id, 'ada', { timeouts: { idleTimeout: '2h', absoluteTimeout: '1h' } });
    await expect(conflict).rejects.toMatchObject({ code: 'INVALID_TIMEOUTS' });
    expect(await sessions.get(id)).toMatchObject({ state: 'active', session: { userId: undefined } });
  });

  it('who is refused by the limit of the user is counted as refused, and stays a guest', async () => {
    const sessions = service({ maxPerUser: 1 });
    await sessions.create({ userId: 'ada' });
    const guest = await sessions.createGuest();
    await expect(sessions.signIn(guest.id, 'ada')).rejects.toMatchObject({
      code: 'SESSION_LIMIT_REACHED',
      status: 409,
    });
    expect(events.tally.refused).toMatchObject({ SESSION_LIMIT_REACHED: 1 });
    expect(await sessions.get(guest.id)).toMatchObject({ state: 'active', session: guest });
  });

  it('who signs in under a limit that evicts ends the oldest session of the user', async () => {
    const sessions = service({ maxPerUser: { max: 1, policy: 'evict-oldest' } });
    const before = await sessions.create({ userId: 'ada' });
    await sessions.signIn((await sessions.createGuest()).id, 'ada');
    expect(seen.map((event) => [event.type, 'session' in event && event.session.id])).toContainEqual([
      'evicted',
      before.id,
    ]);
  });
});

describe('authenticated', () => {
  it('notes when the user proved who they are, which a new id keeps', async () => {
    const sessions = service();
    const { id } = await sessions.create({ userId: 'ada', authenticated: false });
    clock.advance(MINUTE);
    expect(await sessions.authenticated(id)).toMatchObject({ session: { authenticatedAt: clock.now() } });
    expect(await sessions.rotate(id)).toMatchObject({ session: { authenticatedAt: clock.now() } });
    expect(await sessions.authenticated(pastTheTypes(undefined))).toEqual({ state: 'unknown' });
  });

  it('refuses guests, and a value that is neither true nor false', async () => {
    const sessions = service();
    const { id } = await sessions.createGuest();
    await expect(sessions.authenticated(id)).rejects.toMatchObject({
      code: 'INVALID_SESSION',
      message: 'id is that of a guest. Call signIn() with the user who has authenticated.',
    });
    for (const authenticated of [null, 0, 'no']) {
      const created = sessions.create({ userId: 'ada', authenticated: pastTheTypes(authenticated) });
      await expect(created).rejects.toMatchObject({ code: 'INVALID_SESSION', field: 'authenticated' });
    }
  });
});

describe('signIn', () => {
  it('refuses the session of another user, and says what to do', async () => {
    const sessions = service();
    const { id } = await sessions.create({ userId: 'ada' });
    await expect(sessions.signIn(id, 'bob')).rejects.toMatchObject({
      code: 'SESSION_OF_ANOTHER_USER',
      status: 409,
      message: 'The session belongs to another user. End it, and create a session for the user who signs in.',
    });
    expect(await sessions.get(id)).toMatchObject({ state: 'active' });
  });

  it('answers unknown for a value that is not an id, and refuses a value that is not a user', async () => {
    const sessions = service();
    for (const id of [undefined, null, 7])
      expect(await sessions.signIn(pastTheTypes(id), 'ada')).toEqual({ state: 'unknown' });
    const { id } = await sessions.createGuest();
    for (const user of ['', undefined, null]) {
      await expect(sessions.signIn(id, pastTheTypes(user))).rejects.toMatchObject({ code: 'INVALID_SESSION' });
    }
    await expect(sessions.signIn(id, 'ada', pastTheTypes(null))).rejects.toMatchObject({ code: 'INVALID_SESSION' });
    await expect(sessions.create(pastTheTypes({}))).rejects.toMatchObject({ code: 'INVALID_SESSION', field: 'userId' });
  });
});
