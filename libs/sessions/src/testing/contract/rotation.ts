import assert from 'node:assert/strict';
import { activeIn, HOUR, isGone, MINUTE, SECOND, type ContractBody } from './subject.js';

/** Rotation: a new id for a session that stays the same. */
export const rotationCases: Record<string, ContractBody> = {
  'gives a session a new id and keeps everything else': async (subject) => {
    const session = await subject.create({}, { attributes: { agent: 'x' }, metadata: { cart: [1] } });
    subject.clock.advance(10 * MINUTE);
    const before = activeIn(await subject.store.touch(session.id));
    subject.clock.advance(SECOND);
    const rotated = activeIn(await subject.store.rotate(session.id));
    assert.notEqual(rotated.id, session.id);
    assert.deepEqual(rotated, { ...before, id: rotated.id });
    assert.deepEqual(await subject.active(rotated.id), rotated);
    await subject.counted({ active: 1, expired: 0 });
    subject.clock.set(rotated.expiresAt);
    assert.deepEqual((await subject.store.sweep(10)).ended, [rotated]);
  },

  'finds no session by the old id after a rotation': async (subject) => {
    const { id } = await subject.create();
    await subject.store.rotate(id);
    for (const ask of [
      subject.store.get(id),
      subject.store.touch(id),
      subject.store.renew(id),
      subject.store.updateMetadata(id, () => ({})),
      subject.store.updateTimeouts(id, { autoRenew: false }),
      subject.store.rotate(id),
      subject.store.delete(id),
    ]) {
      isGone(await ask);
    }
    await subject.counted({ active: 1 });
  },

  'keeps the position of a rotated session in lists': async (subject) => {
    const sessions = await subject.createMany(6);
    const before = await subject.pages(2);
    for (const userId of [undefined, 'ada']) {
      const first = await subject.store.list({ limit: 3, userId });
      const moved = sessions[userId === undefined ? 0 : 5]?.id ?? '';
      const { id } = activeIn(await subject.store.rotate(moved));
      before.splice(before.indexOf(moved), 1, id);
      const rest = await subject.store.list({ limit: 10, userId, cursor: first.nextCursor });
      assert.equal(first.sessions.length + rest.sessions.length, 6);
      assert.deepEqual(await subject.pages(2, userId), before);
    }
  },

  'an old id finds its session during the grace, and the answer has the old id': async (subject) => {
    const { id } = await subject.create();
    const rotated = activeIn(await subject.store.rotate(id, 30 * SECOND));
    subject.clock.advance(30 * SECOND - 1);
    assert.deepEqual(await subject.active(id), { ...rotated, id });
    const touched = activeIn(await subject.store.touch(id));
    assert.equal(touched.id, id);
    assert.deepEqual(await subject.active(rotated.id), { ...touched, id: rotated.id });
    subject.clock.advance(1);
    await subject.isGone(id);
    assert.equal(await subject.state(rotated.id), 'active');
    await subject.counted({ active: 1 });
  },

  'follows an old id through several rotations': async (subject) => {
    const { id } = await subject.create();
    const second = activeIn(await subject.store.rotate(id, MINUTE)).id;
    const third = activeIn(await subject.store.rotate(second, MINUTE)).id;
    const fourth = activeIn(await subject.store.rotate(id, MINUTE)).id;
    for (const asked of [id, second, third, fourth]) assert.equal((await subject.active(asked)).id, asked);
    assert.deepEqual(await subject.pages(10), [fourth]);
    subject.clock.advance(MINUTE);
    for (const asked of [id, second, third]) await subject.isGone(asked);
  },

  'lets no old id outlive its session': async (subject) => {
    const [one, two] = await subject.createMany(2);
    assert.ok(one && two);
    await subject.store.rotate(one.id, HOUR);
    await subject.store.delete(one.id);
    await subject.isGone(one.id);
    const { expiresAt } = activeIn(await subject.store.rotate(two.id, HOUR));
    subject.clock.set(expiresAt);
    assert.equal(await subject.state(two.id), 'expired');
    await subject.store.sweep(10);
    await subject.isGone(two.id);
  },

  'does not rotate an expired session, and announces a rotated session once': async (subject) => {
    const { id, warnAt, expiresAt } = await subject.create();
    subject.clock.set(warnAt);
    assert.equal((await subject.store.sweep(10)).expiring.length, 1);
    const rotated = activeIn(await subject.store.rotate(id));
    assert.deepEqual((await subject.store.sweep(10)).expiring, []);
    subject.clock.set(expiresAt);
    assert.equal((await subject.store.rotate(rotated.id)).state, 'expired');
  },

  'gives a session one of its new ids if many rotations run at the same time': async (subject) => {
    const { id } = await subject.create();
    const found = await Promise.all(Array.from({ length: 20 }, () => subject.store.rotate(id)));
    assert.equal(found.filter(({ state }) => state === 'active').length, 1);
    await subject.counted({ active: 1 });
  },
};
