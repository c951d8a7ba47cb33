import assert from 'node:assert/strict';
import type { StoreLookup } from '../../stores/session-store.js';
import { activeIn, HOUR, MINUTE, TIMEOUTS, type ContractBody, type Subject } from './subject.js';

/** How long the stores of these cases remember. */
const REMEMBERED = HOUR;

const isUnknown = async ({ store }: Subject, id: string): Promise<void> => {
  assert.deepEqual(await store.get(id), { state: 'unknown' });
};

/** What a store answers for an id whose session has ended. */
export const rememberedEndingCases: Record<string, ContractBody> = {
  'remembers why a session was ended, when and by whom, for an hour': async (subject) => {
    const { store, clock } = subject;
    const { id } = await subject.create();
    const endedAt = clock.now();
    const deleted = await store.delete(id, { reason: 'password changed', by: 'admin:7' });
    assert.equal(deleted.state, 'active');
    const ending = { state: 'ended', reason: 'password changed', endedAt, by: 'admin:7', userId: 'ada' };
    clock.advance(REMEMBERED - 1);
    for (const ask of [
      store.get(id),
      store.touch(id),
      store.touch(id, MINUTE),
      store.renew(id),
      store.updateMetadata(id, () => ({})),
      store.updateTimeouts(id, { autoRenew: false }),
      store.rotate(id),
      store.delete(id, { reason: 'again', by: 'bob' }),
    ]) {
      assert.deepEqual(await ask, { ...ending, asOf: clock.now() });
    }
    clock.advance(1);
    await isUnknown(subject, id);
  },

  'remembers deleted, revoked and evicted sessions by these reasons': async (subject) => {
    const { store, clock } = subject;
    const asOf = clock.now();
    const ended = (reason: string, by?: string): object => {
      return { state: 'ended', reason, endedAt: asOf, ...(by !== undefined && { by }), userId: 'ada', asOf };
    };
    const [deleted, spared, revoked] = await subject.createMany(3);
    assert.ok(deleted && spared && revoked);
    await store.delete(deleted.id);
    assert.deepEqual(await store.get(deleted.id), ended('deleted'));
    const named = await subject.create();
    await store.deleteByHandle('ada', named.handle, { reason: 'lost phone', by: 'ada' });
    assert.deepEqual(await store.get(named.id), ended('lost phone', 'ada'));
    await store.revokeByUser('ada', 10, spared.id, { by: 'admin:7' });
    assert.deepEqual(await store.get(revoked.id), ended('revoked', 'admin:7'));
    const limit = { max: 1, policy: 'evict-oldest' } as const;
    const { session } = await store.create({ userId: 'ada', attributes: {}, metadata: {}, timeouts: TIMEOUTS }, limit);
    assert.deepEqual(await store.get(spared.id), ended('evicted'));
    await store.revokeByUser('ada', 10, undefined, { reason: 'password changed' });
    assert.deepEqual(await store.get(session.id), ended('password changed'));
  },

  'erases the remembered endings of a user, and no others': async (subject) => {
    const { store } = subject;
    const made = [
      await subject.create(),
      await subject.create({}, { userId: 'bob' }),
      await subject.create(),
      await subject.create({}, { userId: 'a/"\\\u0001' }),
    ];
    for (const { id } of made) await store.delete(id, { reason: ',"userId":"ada"' });
    const [first, others, second, strange] = made;
    assert.ok(first && others && second && strange);
    assert.equal((await store.eraseUser('ada')).endings, 2);
    for (const { id } of [first, second]) await isUnknown(subject, id);
    for (const { id } of [others, strange]) assert.equal(await subject.state(id), 'ended');
    assert.equal((await store.eraseUser('a/"\\\u0001')).endings, 1);
    assert.equal((await store.eraseUser('ada')).endings, 0);
    await isUnknown(subject, strange.id);
    subject.clock.advance(REMEMBERED);
    await store.sweep(10);
    await isUnknown(subject, others.id);
  },

  'remembers that a user signed in with the id': async (subject) => {
    const { store, clock } = subject;
    const guest = await subject.create({}, { userId: undefined });
    const endedAt = clock.now();
    await store.signIn(guest.id, { userId: 'ada', timeouts: TIMEOUTS });
    clock.advance(REMEMBERED - 1);
    const asOf = clock.now();
    const signedIn = { state: 'ended', reason: 'signed-in', endedAt, userId: undefined, asOf };
    assert.deepEqual(await store.get(guest.id), signedIn);
    clock.advance(1);
    await isUnknown(subject, guest.id);
  },

  'answers the same for an expired session before and after a sweep': async (subject) => {
    const { store, clock } = subject;
    const idle = await subject.create();
    const absolute = await subject.create({ idleTimeoutMs: HOUR, absoluteTimeoutMs: HOUR });
    clock.advance(HOUR);
    const before = [await store.get(idle.id), await store.get(absolute.id)];
    assert.deepEqual(
      before.map((found) => found.state === 'expired' && [found.reason, found.expiredAt]),
      [
        ['idle', idle.expiresAt],
        ['absolute', absolute.expiresAt],
      ],
    );
    assert.equal((await store.sweep(10)).ended.length, 2);
    assert.deepEqual([await store.get(idle.id), await store.get(absolute.id)], before);
    clock.advance(REMEMBERED - 1);
    const later = (found: StoreLookup): object => ({ ...found, asOf: clock.now() });
    assert.deepEqual([await store.delete(idle.id), await store.touch(absolute.id)], before.map(later));
    clock.advance(1);
    await isUnknown(subject, idle.id);
  },

  'answers rotated for an id from the end of its grace on, for an hour after the rotation': async (subject) => {
    const { store, clock } = subject;
    const { id, handle, createdAt } = await subject.create({ idleTimeoutMs: 2 * HOUR });
    const rotated = activeIn(await store.rotate(id, MINUTE));
    clock.advance(MINUTE - 1);
    assert.equal(await subject.state(id), 'active');
    clock.advance(1);
    const ended = { state: 'ended', reason: 'rotated', endedAt: createdAt + MINUTE, userId: 'ada', handle };
    for (const ask of [
      store.get(id),
      store.touch(id),
      store.renew(id),
      store.updateMetadata(id, () => ({})),
      store.updateTimeouts(id, { autoRenew: false }),
      store.rotate(id),
      store.delete(id),
    ]) {
      assert.deepEqual(await ask, { ...ended, asOf: clock.now() });
    }
    const again = activeIn(await store.rotate(rotated.id));
    clock.set(createdAt + REMEMBERED - 1);
    assert.deepEqual(await store.get(id), { ...ended, asOf: clock.now() });
    assert.deepEqual(await store.get(rotated.id), { ...ended, asOf: clock.now() });
    clock.advance(1);
    await isUnknown(subject, id);
    assert.equal(await subject.state(again.id), 'active');
  },

  'ends the session of a replaced id only on request, whatever rotations came between': async (subject) => {
    const { store, clock } = subject;
    const { id } = await subject.create();
    const second = activeIn(await store.rotate(id));
    const last = activeIn(await store.rotate(second.id, MINUTE));
    const other = await subject.create();
    assert.equal((await store.delete(id)).state, 'ended');
    assert.equal(await subject.state(last.id), 'active');
    const ended = activeIn(await store.delete(id, { reason: 'reused' }, { replaced: true }));
    assert.deepEqual(ended, { ...last, id });
    const ending = { state: 'ended', reason: 'reused', endedAt: clock.now(), userId: 'ada', asOf: clock.now() };
    for (const asked of [id, second.id, last.id]) assert.deepEqual(await store.get(asked), ending);
    assert.deepEqual(await store.delete(id, { reason: 'again' }, { replaced: true }), ending);
    assert.deepEqual(await store.delete('nonsense', {}, { replaced: true }), { state: 'unknown' });
    const active = activeIn(await store.delete(other.id, {}, { replaced: true }));
    assert.deepEqual(active, other);
    await subject.counted({ active: 0, expired: 0 });
  },

  'ends no expired session by a replaced id': async (subject) => {
    const { id } = await subject.create();
    const { expiresAt } = activeIn(await subject.store.rotate(id));
    subject.clock.set(expiresAt);
    assert.equal((await subject.store.delete(id, {}, { replaced: true })).state, 'expired');
    await subject.counted({ active: 0, expired: 1 });
  },

  'answers for each earlier id how the session ended': async (subject) => {
    const { store, clock } = subject;
    const ids = [(await subject.create()).id];
    for (const graceMs of [0, HOUR, 0, MINUTE, 0]) {
      ids.push(activeIn(await store.rotate(ids.at(-1) ?? '', graceMs)).id);
    }
    await store.delete(ids.at(-1) ?? '', { by: 'ada' });
    for (const id of ids) {
      const ended = { state: 'ended', reason: 'deleted', endedAt: clock.now(), by: 'ada', userId: 'ada' };
      assert.deepEqual(await store.get(id), { ...ended, asOf: clock.now() });
    }
  },

  'answers for an earlier id that the session has expired, before and after a sweep': async (subject) => {
    const { id } = await subject.create();
    const { expiresAt } = activeIn(await subject.store.rotate(id));
    subject.clock.set(expiresAt);
    const expired = { state: 'expired', reason: 'idle', expiredAt: expiresAt, asOf: expiresAt };
    assert.deepEqual(await subject.store.get(id), expired);
    await subject.store.sweep(10);
    assert.deepEqual(await subject.store.get(id), expired);
  },

  'answers unknown for an earlier id of a session that was quarantined': async (subject) => {
    const { id } = await subject.create();
    const rotated = activeIn(await subject.store.rotate(id));
    await subject.store.quarantine(rotated.id, 'metadata does not fit');
    await isUnknown(subject, id);
  },

  'remembers a session by the id that it had last': async (subject) => {
    const { id } = await subject.create();
    const rotated = activeIn(await subject.store.rotate(id));
    await subject.store.delete(rotated.id, { by: 'ada' });
    const found = await subject.store.get(rotated.id);
    assert.ok(found.state === 'ended' && found.by === 'ada');
  },

  'counts no remembered ending, and lists none': async (subject) => {
    const sessions = await subject.createMany(3);
    for (const { id } of sessions) await subject.store.delete(id);
    await subject.counted({ active: 0, expiringSoon: 0, expired: 0, quarantined: 0 });
    assert.deepEqual(await subject.pages(10), []);
    assert.deepEqual(await subject.pages(10, 'ada'), []);
  },

  'remembers no session that was quarantined': async (subject) => {
    const { id } = await subject.create();
    await subject.store.quarantine(id, 'metadata does not fit');
    await isUnknown(subject, id);
  },

  'remembers any string unchanged': async ({ store }) => {
    for (const text of ['ключ 值 💥', '\u0000', '"\\"', '\ud800', ' ', '{}']) {
      const { session } = await store.create({ userId: text, attributes: {}, metadata: {}, timeouts: TIMEOUTS });
      await store.delete(session.id, { reason: text, by: text });
      const found = await store.get(session.id);
      assert.ok(found.state === 'ended');
      assert.deepEqual([found.userId, found.reason, found.by], [text, text, text]);
    }
  },

  'remembers the endings of a user with many sessions': async (subject) => {
    const sessions = await subject.createMany(300);
    for (let more = true; more;) ({ more } = await subject.store.revokeByUser('ada', 100, undefined, { by: 'ada' }));
    for (const { id } of sessions) assert.equal(await subject.state(id), 'ended');
  },
};
