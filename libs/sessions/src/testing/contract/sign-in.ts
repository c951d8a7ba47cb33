import assert from 'node:assert/strict';
import type { Session, UserLimit } from '../../domain/session.js';
import {
  activeIn,
  failsWith,
  HOUR,
  isGone,
  MINUTE,
  SECOND,
  TIMEOUTS,
  type ContractBody,
  type Subject,
} from './subject.js';

const ADA = { userId: 'ada', timeouts: TIMEOUTS };
const OF_ADA = { limit: 100, userId: 'ada' };
const ONE: UserLimit = { max: 1, policy: 'reject' };

/** Guests, which have no user, and what happens when a user signs in. */
export const signInCases: Record<string, ContractBody> = {
  'keeps the session of a guest, which has no user': async (subject) => {
    const { store, clock } = subject;
    const guest = await subject.create({}, { userId: undefined, metadata: { cart: [1] } });
    assert.equal(guest.userId, undefined);
    assert.deepEqual(await subject.active(guest.id), guest);
    await subject.create();
    await subject.counted({ active: 2 });
    const { sessions } = await store.list({ limit: 10 });
    assert.deepEqual(
      sessions.find(({ id }) => id === guest.id),
      guest,
    );
    for (const userId of ['ada', 'undefined', 'null']) {
      assert.ok((await store.list({ limit: 10, userId })).sessions.every(({ id }) => id !== guest.id));
      assert.ok((await store.revokeByUser(userId, 10)).ended.every(({ id }) => id !== guest.id));
    }
    clock.advance(MINUTE);
    const touched = activeIn(await store.touch(guest.id));
    assert.equal(touched.lastActivityAt, clock.now());
    const rotated = activeIn(await store.rotate(guest.id));
    assert.deepEqual(rotated, { ...touched, id: rotated.id });
    clock.set(rotated.expiresAt);
    assert.deepEqual((await store.sweep(10)).ended, [rotated]);
  },

  'has no limit for guests': async (subject) => {
    const guest = { userId: undefined, attributes: {}, metadata: {}, timeouts: TIMEOUTS };
    for (let count = 0; count < 3; count += 1) await subject.store.create(guest, ONE);
    await subject.counted({ active: 3 });
  },

  'gives the session of a guest to a user: a new id, a new life, the same handle and data': async (subject) => {
    const { store, clock } = subject;
    const guest = await subject.create({ absoluteTimeoutMs: HOUR }, GUEST);
    clock.advance(10 * MINUTE);
    await store.updateMetadata(guest.id, () => ({ cart: [1, 2] }));
    const signedIn = await store.signIn(guest.id, ADA);
    const session = activeIn(signedIn);
    assert.notEqual(session.id, guest.id);
    const now = clock.now();
    assert.deepEqual(session, {
      ...guest,
      id: session.id,
      userId: 'ada',
      metadata: { cart: [1, 2] },
      timeouts: TIMEOUTS,
      authenticatedAt: now,
      createdAt: now,
      lastActivityAt: now,
      lastRenewedAt: now,
      expiresAt: now + TIMEOUTS.idleTimeoutMs,
      warnAt: now + TIMEOUTS.idleTimeoutMs - TIMEOUTS.warningThresholdMs,
      renewalCount: 0,
    });
    assert.deepEqual(signedIn, { state: 'active', session, ended: [], evicted: [], quarantined: [], asOf: now });
    assert.deepEqual(await subject.active(session.id), session);
    assert.deepEqual((await store.list(OF_ADA)).sessions, [session]);
    await subject.counted({ active: 1, expired: 0 });
    assert.deepEqual((await store.sweep(10)).ended, []);
  },

  'finds nothing by the id of the guest after the sign-in, nor by one that it had before': async (subject) => {
    const { store } = subject;
    const first = await subject.create({}, GUEST);
    const { id } = activeIn(await store.rotate(first.id, MINUTE));
    const { id: next } = activeIn(await store.signIn(id, ADA));
    for (const gone of [id, first.id]) {
      for (const ask of [
        store.get(gone),
        store.touch(gone),
        store.renew(gone),
        store.updateMetadata(gone, () => ({})),
        store.updateTimeouts(gone, { autoRenew: false }),
        store.rotate(gone),
        store.signIn(gone, ADA),
        store.signIn(gone, { ...ADA, userId: 'eve' }),
        store.delete(gone),
        store.delete(gone, {}, { replaced: true }),
      ]) {
        isGone(await ask);
      }
    }
    assert.equal(await subject.state(next), 'active');
    await subject.counted({ active: 1 });
  },

  'signs in by an id that a rotation replaced, during its grace': async (subject) => {
    const first = await subject.create({}, GUEST);
    const { id } = activeIn(await subject.store.rotate(first.id, MINUTE));
    const session = activeIn(await subject.store.signIn(first.id, ADA));
    for (const gone of [id, first.id]) await subject.isGone(gone);
    assert.deepEqual(await subject.pages(10), [session.id]);
  },

  'begins the session of the same user anew': async (subject) => {
    const { store, clock } = subject;
    const before = await subject.create({}, { metadata: { theme: 'dark' } });
    clock.advance(MINUTE);
    const session = activeIn(await store.signIn(before.id, ADA, ONE));
    const { handle, metadata, createdAt } = session;
    assert.deepEqual([handle, metadata, createdAt], [before.handle, before.metadata, clock.now()]);
    await subject.isGone(before.id);
    assert.deepEqual(await subject.pages(10, 'ada'), [session.id]);
  },

  'does not give the session of a user to another user': async (subject) => {
    const session = await subject.create();
    await failsWith('SESSION_OF_ANOTHER_USER', () => subject.store.signIn(session.id, { ...ADA, userId: 'bob' }));
    assert.deepEqual(await subject.active(session.id), session);
    await subject.counted({ active: 1 });
  },

  'signs nobody in with an id that finds no active session': async (subject) => {
    const { store, clock } = subject;
    const { id, expiresAt } = await subject.create({}, GUEST);
    for (const strange of ['', 'x', '__proto__', '\u0000', 'a'.repeat(10_000), '\ud800']) {
      assert.equal((await store.signIn(strange, ADA)).state, 'unknown');
    }
    clock.set(expiresAt);
    assert.equal((await store.signIn(id, ADA)).state, 'expired');
    assert.deepEqual((await store.list(OF_ADA)).sessions, []);
    await subject.counted({ active: 0, expired: 1 });
  },

  'keeps the limit of the user, and the guest as it was when it is refused': async (subject) => {
    const { store, clock } = subject;
    const guest = await subject.create({}, GUEST);
    await subject.create();
    clock.advance(SECOND);
    await failsWith('SESSION_LIMIT_REACHED', () => store.signIn(guest.id, ADA, ONE));
    assert.deepEqual(await subject.active(guest.id), guest);
    assert.equal((await store.list(OF_ADA)).total, 1);
    assert.equal(activeIn(await store.signIn(guest.id, ADA, { ...ONE, max: 2 })).userId, 'ada');
    await subject.counted({ active: 2 });
  },

  'ends the oldest session of the user where the limit asks for it': async (subject) => {
    const { store } = subject;
    const [oldest, younger] = await subject.createMany(2);
    const guest = await subject.create({}, GUEST);
    const found = await store.signIn(guest.id, ADA, { max: 2, policy: 'evict-oldest' });
    assert.ok(found.state === 'active');
    assert.deepEqual(found.evicted, [oldest]);
    assert.deepEqual(await subject.pages(10, 'ada'), [younger?.id, found.session.id]);
  },

  'gives a session to one user if many sign in with its id at the same time': async (subject) => {
    const { store } = subject;
    const { id } = await subject.create({}, GUEST);
    const users = Array.from({ length: 20 }, (_, number) => `user-${String(number % 5)}`);
    const found = await Promise.all(users.map((userId) => store.signIn(id, { ...ADA, userId })));
    assert.equal(found.filter(({ state }) => state === 'active').length, 1);
    await subject.counted({ active: 1 });
    const sessions: Session[] = [];
    for (const userId of new Set(users)) sessions.push(...(await store.list({ limit: 10, userId })).sessions);
    assert.equal(sessions.length, 1);
    await subject.isGone(id);
  },

  'gives a session to a user while others use its id': async (subject) => {
    const { store } = subject;
    const { id } = await subject.create({}, GUEST);
    const others = (): Promise<unknown>[] => [
      store.touch(id),
      store.renew(id),
      store.updateMetadata(id, ({ n = 0 }) => ({ n: Number(n) + 1 })),
      store.updateTimeouts(id, { autoRenew: true }),
    ];
    const before = others();
    const signedIn = store.signIn(id, ADA);
    await Promise.all([...before, ...others()]);
    assert.equal((await signedIn).state, 'active');
    await subject.isGone(id);
    await subject.counted({ active: 1 });
    assert.equal(await totalOf(subject), 1);
  },
};

const GUEST = { userId: undefined, attributes: { agent: 'x' }, metadata: { cart: [1] } };

async function totalOf({ store }: Subject): Promise<number> {
  return (await store.list(OF_ADA)).total;
}
