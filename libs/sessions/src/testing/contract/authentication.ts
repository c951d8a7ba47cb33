import assert from 'node:assert/strict';
import { activeIn, failsWith, isGone, MINUTE, TIMEOUTS, type ContractBody } from './subject.js';

/** When users have proved who they are. */
export const authenticationCases: Record<string, ContractBody> = {
  'a user has authenticated at the creation, unless the creation says otherwise; a guest never has': async (
    subject,
  ) => {
    const sessions = [
      await subject.create(),
      await subject.create({}, { authenticated: true }),
      await subject.create({}, { authenticated: false, metadata: { theme: 'dark' } }),
      await subject.create({}, { userId: undefined }),
      await subject.create({}, { userId: undefined, authenticated: true }),
    ];
    const now = subject.clock.now();
    assert.deepEqual(
      sessions.map(({ authenticatedAt }) => authenticatedAt),
      [now, now, undefined, undefined, undefined],
    );
    const listed = (await subject.store.list({ limit: 10 })).sessions;
    for (const session of sessions) {
      assert.deepEqual(await subject.active(session.id), session);
      assert.deepEqual(
        listed.find(({ id }) => id === session.id),
        session,
      );
    }
  },

  'notes that a user has authenticated again, and changes nothing else': async (subject) => {
    const { store, clock } = subject;
    for (const authenticated of [true, false]) {
      const before = await subject.create({}, { authenticated });
      clock.advance(MINUTE);
      const after = { ...before, authenticatedAt: clock.now() };
      assert.deepEqual(await store.authenticated(before.id), { state: 'active', session: after, asOf: clock.now() });
      assert.deepEqual(await subject.active(before.id), after);
      clock.advance(MINUTE);
      const touched = activeIn(await store.touch(before.id));
      const rotated = activeIn(await store.rotate(before.id));
      assert.deepEqual(
        [touched.authenticatedAt, rotated.authenticatedAt],
        [after.authenticatedAt, after.authenticatedAt],
      );
      const changed = activeIn(await store.updateMetadata(rotated.id, () => ({ seen: true })));
      assert.deepEqual(changed, { ...rotated, metadata: { seen: true } });
      assert.deepEqual(activeIn(await store.delete(rotated.id)), changed);
    }
  },

  'finds the session of a user who authenticates by an id that a rotation replaced, during its grace': async (
    subject,
  ) => {
    const { store, clock } = subject;
    const { id } = await subject.create();
    const rotated = activeIn(await store.rotate(id, MINUTE));
    clock.advance(1);
    assert.equal(activeIn(await store.authenticated(id)).authenticatedAt, clock.now());
    assert.equal((await subject.active(rotated.id)).authenticatedAt, clock.now());
  },

  'gives a new session nothing of one that ended': async (subject) => {
    const { id } = await subject.create({}, { authenticated: false });
    await subject.store.delete(id);
    const next = await subject.create();
    assert.equal((await subject.active(next.id)).authenticatedAt, next.createdAt);
  },

  'notes a sign-in as an authentication': async (subject) => {
    const { store, clock } = subject;
    const guest = await subject.create({}, { userId: undefined });
    clock.advance(MINUTE);
    const session = activeIn(await store.signIn(guest.id, { userId: 'ada', timeouts: TIMEOUTS }));
    assert.equal(session.authenticatedAt, clock.now());
    assert.deepEqual(await subject.active(session.id), session);
  },

  'notes no authentication of a guest, nor of a session that has ended': async (subject) => {
    const { store, clock } = subject;
    const guest = await subject.create({}, { userId: undefined });
    await failsWith('INVALID_SESSION', () => store.authenticated(guest.id));
    assert.deepEqual(await subject.active(guest.id), guest);
    const [expired, deleted] = await subject.createMany(2);
    assert.ok(expired && deleted);
    await store.delete(deleted.id);
    isGone(await store.authenticated(deleted.id));
    clock.set(expired.expiresAt);
    assert.equal((await store.authenticated(expired.id)).state, 'expired');
    assert.equal((await store.authenticated('unknown')).state, 'unknown');
  },

  'keeps an authentication in a swept session': async (subject) => {
    const { store, clock } = subject;
    const { id, expiresAt } = await subject.create({}, { authenticated: false });
    clock.advance(1);
    const session = activeIn(await store.authenticated(id));
    clock.set(expiresAt);
    assert.deepEqual((await store.sweep(10)).ended, [session]);
  },
};
