import assert from 'node:assert/strict';
import type { QuarantinedRecord } from '../../domain/session.js';
import { HOUR, MINUTE, type ContractBody, type Subject } from './subject.js';

/** A corrupted record is met once, set aside, counted, and breaks nothing. */
export const corruptionCases: Record<string, ContractBody> = {
  'sets a corrupted record aside when it is met by its id': async (subject) => {
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
      await subject.corrupt(id);
      const found = await meet(id);
      assert.equal(found.state, 'quarantined');
      looksLike(found.record, id, subject);
      assert.deepEqual(await store.get(id), { state: 'unknown' });
      await subject.counted({ active: 0, expiringSoon: 0, expired: 0, quarantined: met + 1 });
    }
  },

  'sets aside what the caller finds at fault': async (subject) => {
    const { store } = subject;
    const { id } = await subject.create();
    const found = await store.quarantine(id, 'metadata does not fit');
    assert.equal(found.state, 'quarantined');
    looksLike(found.record, id, subject);
    assert.equal(found.record.problem, 'metadata does not fit');
    assert.deepEqual(await store.quarantine(id, 'metadata does not fit'), { state: 'unknown' });
    await subject.counted({ active: 0, quarantined: 1 });
  },

  'breaks no page for a corrupted record': async (subject) => {
    for (const userId of [undefined, 'ada']) {
      const sessions = await subject.createMany(6);
      const bad = sessions[2]?.id ?? '';
      await subject.corrupt(bad);
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

  'breaks no sweep for a corrupted record': async (subject) => {
    const sessions = await subject.createMany(6);
    const bad = sessions[2]?.id ?? '';
    await subject.corrupt(bad);
    subject.clock.advance(26 * MINUTE);
    const warned = await subject.store.sweep(100);
    assert.deepEqual([warned.expiring.length, warned.quarantined.map(({ id }) => id)], [5, [bad]]);
    const worse = sessions[4]?.id ?? '';
    await subject.corrupt(worse);
    subject.clock.advance(HOUR);
    const ended = await subject.store.sweep(100);
    assert.deepEqual([ended.ended.length, ended.quarantined.map(({ id }) => id)], [4, [worse]]);
    await subject.counted({ active: 0, expired: 0, quarantined: 2 });
  },

  'keeps a corrupted record until its retention ends': async (subject) => {
    const { id } = await subject.create();
    await subject.corrupt(id);
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

  'forgets corrupted records when an operator clears them': async (subject) => {
    const sessions = await subject.createMany(3);
    for (const { id } of sessions) {
      await subject.corrupt(id);
      await subject.store.get(id);
    }
    assert.equal((await subject.store.quarantined(2)).length, 2);
    assert.equal(await subject.store.clearQuarantine(), 3);
    assert.equal(await subject.store.clearQuarantine(), 0);
    await subject.counted({ quarantined: 0 });
  },
};

function looksLike(record: QuarantinedRecord, id: string, { clock }: Subject): void {
  assert.equal(record.id, id);
  assert.ok(record.problem.length > 0 && !record.problem.includes(id));
  assert.equal(record.quarantinedAt, clock.now());
  assert.equal(record.keptUntil, clock.now() + 24 * HOUR);
}
