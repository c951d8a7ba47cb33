import assert from 'node:assert/strict';
import { activeIn, isGone, MINUTE, type ContractBody } from './subject.js';

const UNKNOWN = { state: 'unknown' };

/** Handles: the public name of a session, which stays when its id changes and opens nothing. */
export const handleCases: Record<string, ContractBody> = {
  'gives every session a short handle of its own': async (subject) => {
    const sessions = [...(await subject.createMany(100)), ...(await subject.createMany(100, { userId: 'bob' }))];
    assert.equal(new Set(sessions.map(({ handle }) => handle)).size, 200);
    for (const { id, handle } of sessions) {
      assert.match(handle, /^[A-Za-z0-9_-]{11}$/);
      assert.ok(!id.includes(handle));
    }
  },

  'keeps the handle of a session, whatever is done to it': async (subject) => {
    const { store, clock } = subject;
    const { id, handle, warnAt } = await subject.create();
    const rotated = activeIn(await store.rotate(id, MINUTE));
    assert.equal(rotated.handle, handle);
    for (const asked of [id, rotated.id]) {
      assert.equal(activeIn(await store.get(asked)).handle, handle);
      assert.equal(activeIn(await store.touch(asked)).handle, handle);
      assert.equal(activeIn(await store.renew(asked)).handle, handle);
      assert.equal(activeIn(await store.updateMetadata(asked, () => ({ seen: asked }))).handle, handle);
      assert.equal(activeIn(await store.updateTimeouts(asked, { autoRenew: false })).handle, handle);
    }
    assert.deepEqual(await subject.pages(10), [rotated.id]);
    assert.equal((await store.list({ limit: 10 })).sessions[0]?.handle, handle);
    clock.set(warnAt);
    assert.equal((await store.sweep(10)).expiring[0]?.handle, handle);
    assert.equal(activeIn(await store.delete(rotated.id)).handle, handle);
  },

  'does not accept a handle as an id': async (subject) => {
    const { store } = subject;
    const { id, handle } = await subject.create();
    for (const ask of [
      store.get(handle),
      store.touch(handle),
      store.renew(handle),
      store.rotate(handle),
      store.delete(handle),
      store.updateTimeouts(handle, { autoRenew: false }),
      store.updateMetadata(handle, () => ({})),
      store.quarantine(handle, 'it does not fit'),
    ]) {
      assert.deepEqual(await ask, UNKNOWN);
    }
    assert.equal((await store.get(id)).state, 'active');
  },

  'ends a session of a user by its handle, once': async (subject) => {
    const { store } = subject;
    // A store may have other indexes for a user with many sessions.
    for (const count of [3, 1200]) {
      const sessions = await subject.createMany(count, { userId: 'ada' });
      const [last = assert.fail()] = sessions.slice(-1);
      const { id } = activeIn(await store.rotate(last.id, MINUTE));
      const before = (await store.list({ limit: 1, userId: 'ada' })).total;
      assert.deepEqual(activeIn(await store.deleteByHandle('ada', last.handle)), { ...last, id });
      for (const asked of [id, last.id]) isGone(await store.get(asked));
      assert.deepEqual(await store.deleteByHandle('ada', last.handle), UNKNOWN);
      assert.equal((await store.list({ limit: 1, userId: 'ada' })).total, before - 1);
    }
  },

  'ends no session by the handle of another user, and none that has expired': async (subject) => {
    const { store } = subject;
    const { handle, expiresAt } = await subject.create();
    await subject.create({}, { userId: 'bob' });
    const strange = ['', 'x', '__proto__', '\u0000', '*', 'a'.repeat(10_000), '💥', '\ud800'];
    for (const user of ['bob', 'nobody']) assert.deepEqual(await store.deleteByHandle(user, handle), UNKNOWN);
    for (const other of strange) assert.deepEqual(await store.deleteByHandle('ada', other), UNKNOWN);
    for (const user of strange) assert.deepEqual(await store.deleteByHandle(user, handle), UNKNOWN);
    await subject.counted({ active: 2 });
    subject.clock.set(expiresAt);
    assert.deepEqual(await store.deleteByHandle('ada', handle), UNKNOWN);
    await subject.counted({ active: 0, expired: 2 });
  },
};
