import assert from 'node:assert/strict';
import { looksLike } from './quarantine.js';
import { failsWith, HOUR, MINUTE, type Subject } from './subject.js';
import { create, ids } from './users.js';

type DamageBody = (subject: Subject, corrupt: (id: string) => void | Promise<void>) => Promise<void>;

/**
 * Cases for stores whose records others can damage. A damaged record is found once, quarantined and counted, and
 * disturbs no other operation.
 */
export const damagedRecordCases: Record<string, DamageBody> = {
  'quarantines a damaged record when it is found by its id': async (subject, corrupt) => {
    const { store } = subject;
    const meetings = [
      (id: string) => store.get(id),
      (id: string) => store.touch(id),
      (id: string) => store.renew(id),
      (id: string) => store.updateTimeouts(id, { idleTimeoutMs: HOUR }),
      (id: string) => store.updateMetadata(id, (metadata) => metadata),
      (id: string) => store.rotate(id),
      (id: string) => store.delete(id),
    ];
    for (const [met, meet] of meetings.entries()) {
      const { id } = await subject.create();
      await corrupt(id);
      const found = await meet(id);
      assert.equal(found.state, 'quarantined');
      looksLike(found.record, id, subject);
      assert.deepEqual(await store.get(id), { state: 'unknown' });
      await subject.counted({ active: 0, expiringSoon: 0, expired: 0, quarantined: met + 1 });
    }
  },

  'lists the other sessions despite a damaged record': async (subject, corrupt) => {
    for (const userId of [undefined, 'ada']) {
      const sessions = await subject.createMany(6);
      const bad = sessions[2]?.id ?? '';
      await corrupt(bad);
      const page = await subject.store.list({ limit: 100, ...(userId !== undefined && { userId }) });
      assert.deepEqual(
        page.quarantined.map(({ id }) => id),
        [bad],
      );
      const left = sessions.map(({ id }) => id).filter((id) => id !== bad);
      assert.deepEqual(page.sessions.map(({ id }) => id).sort(), left.sort());
      assert.equal(page.total, 5);
      for (const id of left) await subject.store.delete(id);
    }
    await subject.counted({ active: 0, quarantined: 2 });
  },

  'sweeps the other sessions despite a damaged record': async (subject, corrupt) => {
    const sessions = await subject.createMany(6);
    const bad = sessions[2]?.id ?? '';
    await corrupt(bad);
    subject.clock.advance(26 * MINUTE);
    const warned = await subject.store.sweep(100);
    assert.deepEqual([warned.expiring.length, warned.quarantined.map(({ id }) => id)], [5, [bad]]);
    const worse = sessions[4]?.id ?? '';
    await corrupt(worse);
    subject.clock.advance(HOUR);
    const ended = await subject.store.sweep(100);
    assert.deepEqual([ended.ended.length, ended.quarantined.map(({ id }) => id)], [4, [worse]]);
    await subject.counted({ active: 0, expired: 0, quarantined: 2 });
  },

  'keeps a damaged record until its retention ends': async (subject, corrupt) => {
    const { id } = await subject.create();
    await corrupt(id);
    await subject.store.get(id);
    const [record] = await subject.store.quarantined(10);
    assert.ok(record);
    looksLike(record, id, subject);
    subject.clock.set(record.keptUntil - 1);
    await subject.counted({ quarantined: 1 });
    subject.clock.set(record.keptUntil);
    await subject.counted({ quarantined: 0 });
    assert.deepEqual(await subject.store.quarantined(10), []);
  },

  'deletes damaged records when an operator clears the quarantine': async (subject, corrupt) => {
    const sessions = await subject.createMany(3);
    for (const { id } of sessions) {
      await corrupt(id);
      await subject.store.get(id);
    }
    assert.equal((await subject.store.quarantined(2)).length, 2);
    assert.equal(await subject.store.clearQuarantine(), 3);
    assert.equal(await subject.store.clearQuarantine(), 0);
    await subject.counted({ quarantined: 0 });
    assert.deepEqual(await subject.store.quarantined(10), []);
  },

  'does not count a damaged record against the limit of a user': async (subject, corrupt) => {
    const limit = { max: 2, policy: 'reject' } as const;
    const sessions = await subject.createMany(2);
    const [id = ''] = ids(sessions);
    await corrupt(id);
    const created = await create(subject, limit);
    assert.deepEqual([ids(created.evicted), created.quarantined.map((record) => record.id)], [[], [id]]);
    await failsWith('SESSION_LIMIT_REACHED', () => create(subject, limit));
    await corrupt(created.session.id);
    assert.deepEqual(
      (await create(subject, limit)).quarantined.map((record) => record.id),
      [created.session.id],
    );
    await subject.counted({ active: 2, quarantined: 2 });
  },

  'lists and revokes the other sessions of a user despite a damaged record': async (subject, corrupt) => {
    const sessions = await subject.createMany(4);
    await corrupt(sessions[0]?.id ?? '');
    const created = await create(subject, { max: 2, policy: 'evict-oldest' });
    assert.deepEqual(ids([...created.evicted]), ids(sessions.slice(1, 3)));
    assert.deepEqual(
      created.quarantined.map(({ id }) => id),
      [sessions[0]?.id],
    );
    await corrupt(sessions[3]?.id ?? '');
    const revoked = await subject.store.revokeByUser('ada', 10);
    assert.deepEqual([ids(revoked.ended), revoked.quarantined.length], [[created.session.id], 1]);
    await subject.counted({ active: 0, quarantined: 2 });
  },
};
