import assert from 'node:assert/strict';
import type { Session, UserLimit } from '../../domain/session.js';
import type { CreatedSession } from '../../stores/session-store.js';
import { failsWith, HOUR, MINUTE, TIMEOUTS, type ContractBody, type Subject } from './subject.js';

export const ids = (sessions: readonly Session[]): string[] => sessions.map(({ id }) => id);

export function create({ store }: Subject, limit: UserLimit, userId = 'ada'): Promise<CreatedSession> {
  return store.create({ userId, attributes: {}, metadata: {}, timeouts: TIMEOUTS }, limit);
}

/** The sessions of a user: their limit, and ending all of them. */
export const userCases: Record<string, ContractBody> = {
  'refuses a session above the limit of a user': async (subject) => {
    const limit = { max: 2, policy: 'reject' } as const;
    const { session } = await create(subject, limit);
    await create(subject, limit);
    await failsWith('SESSION_LIMIT_REACHED', () => create(subject, limit));
    await create(subject, limit, 'bob');
    await subject.counted({ active: 3 });
    await subject.store.delete(session.id);
    await create(subject, limit);
    await failsWith('SESSION_LIMIT_REACHED', () => create(subject, limit));
  },

  'does not count an expired session against the limit of a user': async (subject) => {
    const limit = { max: 1, policy: 'reject' } as const;
    const { session } = await create(subject, limit);
    subject.clock.set(session.expiresAt - 1);
    await failsWith('SESSION_LIMIT_REACHED', () => create(subject, limit));
    subject.clock.set(session.expiresAt);
    assert.deepEqual((await create(subject, limit)).evicted, []);
    await subject.counted({ active: 1, expired: 1 });
  },

  'ends the oldest session of a user to make room for a new session, and returns it': async (subject) => {
    const limit = { max: 2, policy: 'evict-oldest' } as const;
    const first = await create(subject, limit);
    await create(subject, limit, 'bob');
    subject.clock.advance(1);
    const second = await create(subject, limit);
    await subject.store.touch(first.session.id);
    const third = await create(subject, limit);
    assert.deepEqual([ids(first.evicted), ids(second.evicted), ids(third.evicted)], [[], [], [first.session.id]]);
    await subject.isGone(first.session.id);
    assert.deepEqual(await subject.pages(10, 'ada'), [second.session.id, third.session.id]);
    await subject.counted({ active: 3, expired: 0 });
  },

  'ends as many sessions of a user as a lower limit requires': async (subject) => {
    const sessions = await subject.createMany(7);
    const { session, evicted } = await create(subject, { max: 3, policy: 'evict-oldest' });
    assert.deepEqual(ids(evicted), ids(sessions.slice(0, 5)));
    assert.deepEqual(await subject.pages(10, 'ada'), [...ids(sessions.slice(5)), session.id]);
  },

  'keeps the limit of a user when many sessions are created at the same time': async (subject) => {
    const attempts = (policy: UserLimit['policy'], userId: string): Promise<PromiseSettledResult<CreatedSession>[]> =>
      Promise.allSettled(Array.from({ length: 30 }, () => create(subject, { max: 3, policy }, userId)));
    const refused = (await attempts('reject', 'ada')).filter(({ status }) => status === 'rejected');
    assert.equal(refused.length, 27);
    const made = await attempts('evict-oldest', 'bob');
    assert.equal(new Set(made.flatMap((one) => (one.status === 'fulfilled' ? ids(one.value.evicted) : []))).size, 27);
    assert.deepEqual([(await subject.pages(10, 'ada')).length, (await subject.pages(10, 'bob')).length], [3, 3]);
  },

  'ends all sessions of a user except the given session, oldest first': async (subject) => {
    const sessions = await subject.createMany(5);
    const other = await subject.create({}, { userId: 'bob' });
    const [, , spared] = ids(sessions);
    subject.clock.advance(MINUTE);
    const revoked = await subject.store.revokeByUser('ada', 100, spared);
    assert.deepEqual(revoked.ended, [sessions[0], sessions[1], sessions[3], sessions[4]]);
    assert.deepEqual([revoked.more, revoked.asOf, revoked.quarantined], [false, subject.clock.now(), []]);
    assert.deepEqual((await subject.pages(10)).sort(), [spared ?? '', other.id].sort());
    assert.deepEqual(ids((await subject.store.revokeByUser('ada', 100, other.id)).ended), [spared]);
    assert.deepEqual(ids((await subject.store.revokeByUser('nobody', 100)).ended), []);
    await subject.counted({ active: 1, expired: 0 });
  },

  'ends the sessions of a user in steps': async (subject) => {
    const sessions = await subject.createMany(5);
    const ended: string[] = [];
    for (const more of [true, true, false]) {
      const batch = await subject.store.revokeByUser('ada', 2);
      assert.ok(batch.ended.length <= 2);
      assert.equal(batch.more, more);
      ended.push(...ids(batch.ended));
    }
    assert.deepEqual(ended, ids(sessions));
  },

  'counts, limits and ends the sessions of a user by their new deadlines': async (subject) => {
    const { store, clock } = subject;
    const extensions = [
      (id: string) => store.touch(id),
      (id: string) => store.renew(id),
      (id: string) => store.updateTimeouts(id, { idleTimeoutMs: 2 * HOUR }),
    ];
    // A store may have other indexes for a user with many sessions.
    for (const count of [1, 300]) {
      for (const extend of extensions) {
        const sessions = await subject.createMany(count);
        const [{ id, expiresAt } = sessions[0] ?? assert.fail()] = sessions.slice(-1);
        clock.set(expiresAt - 1);
        await extend(id);
        clock.advance(2);
        assert.equal((await store.list({ limit: 1, userId: 'ada' })).total, 1);
        assert.deepEqual(await subject.pages(10, 'ada'), [id]);
        await failsWith('SESSION_LIMIT_REACHED', () => create(subject, { max: 1, policy: 'reject' }));
        assert.deepEqual(ids((await store.revokeByUser('ada', 10)).ended), [id]);
        await store.sweep(1000);
      }
    }
  },

  'no longer counts a session of a user that new timeouts have ended': async (subject) => {
    const { store, clock } = subject;
    for (const count of [1, 300]) {
      const sessions = await subject.createMany(count);
      clock.advance(10 * MINUTE);
      for (const { id } of sessions) await store.updateTimeouts(id, { idleTimeoutMs: 5 * MINUTE });
      assert.equal((await store.list({ limit: 1, userId: 'ada' })).total, 0);
      assert.deepEqual((await store.revokeByUser('ada', 10)).ended, []);
      const { evicted } = await create(subject, { max: 1, policy: 'evict-oldest' });
      assert.deepEqual(evicted, []);
      assert.equal((await store.revokeByUser('ada', 10)).ended.length, 1);
      await store.sweep(1000);
    }
  },

  'leaves expired sessions of a user to the sweep': async (subject) => {
    const { expiresAt } = await subject.create();
    subject.clock.set(expiresAt);
    assert.deepEqual((await subject.store.revokeByUser('ada', 10)).ended, []);
    await subject.counted({ active: 0, expired: 1 });
  },
};
