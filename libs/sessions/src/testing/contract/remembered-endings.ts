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
    await store.revokeByUser('ada', 10, spared.id, { by: 'admin:7' });
    assert.deepEqual(await store.get(revoked.id), ended('revoked', 'admin:7'));
    const limit = { max: 1, policy: 'evict-oldest' } as const;
    const { session } = await store.create({ userId: 'ada', attributes: {}, metadata: {}, timeouts: TIMEOUTS }, limit);
    assert.deepEqual(await store.get(spared.id), ended('evicted'));
    await store.revokeByUser('ada', 10, undefined, { reason: 'password changed' });
    assert.deepEqual(await store.get(session.id), ended('password changed'));
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
