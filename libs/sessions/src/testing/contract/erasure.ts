import assert from 'node:assert/strict';
import { type ContractBody } from './subject.js';

/** Removing all that is kept of a user. */
export const erasureCases: Record<string, ContractBody> = {
  'erases the active and expired sessions of a user, and no others': async (subject) => {
    const { store, clock } = subject;
    const [first] = await subject.createMany(3);
    assert.ok(first);
    clock.set(first.expiresAt);
    const { id, expiresAt } = await subject.create();
    await store.rotate(id, 1000);
    const others = [await subject.create({}, { userId: 'ad' }), await subject.create({}, { userId: 'ada"' })];
    const guest = await subject.create({}, { userId: undefined });
    const erased = await store.eraseUser('ada');
    assert.equal(erased.sessions, 4);
    await subject.counted({ active: 3, expired: 0, expiringSoon: 0 });
    for (const gone of [first.id, id]) assert.deepEqual(await store.get(gone), { state: 'unknown' });
    for (const other of [...others, guest]) assert.equal(await subject.state(other.id), 'active');
    assert.equal((await store.eraseUser('ada')).sessions, 0);
    clock.set(expiresAt);
    assert.equal((await store.sweep(100)).ended.length, 3);
  },

  'erases the sessions of a user with many': async (subject) => {
    await subject.createMany(300);
    await subject.create({}, { userId: 'bob' });
    assert.equal((await subject.store.eraseUser('ada')).sessions, 300);
    await subject.counted({ active: 1 });
    await subject.create();
    assert.equal((await subject.store.list({ limit: 10, userId: 'ada' })).total, 1);
  },

  'erases what is quarantined of a user, and no other records': async (subject) => {
    const { store } = subject;
    const strange = 'a/"\\d\u0001a';
    const names = ['ada', 'bob', strange, 'ada'];
    for (const userId of names) {
      const metadata = { userId: 'bob', user: 'bob', text: '"user":"bob"' };
      const { id } = await subject.create({}, { userId, metadata: userId === 'ada' ? metadata : {} });
      await store.quarantine(id, 'metadata does not fit');
    }
    assert.equal((await store.eraseUser('bob')).quarantined, 1);
    assert.equal((await store.eraseUser(strange)).quarantined, 1);
    await subject.counted({ quarantined: 2 });
    assert.equal((await store.eraseUser('ada')).quarantined, 2);
    assert.deepEqual(await store.quarantined(10), []);
  },
};
