import assert from 'node:assert/strict';
import type { QuarantinedRecord } from '../../domain/session.js';
import { HOUR, type ContractBody, type Subject } from './subject.js';

/** A session that the caller finds corrupted leaves the store, is counted, and is kept for inspection. */
export const quarantineCases: Record<string, ContractBody> = {
  'quarantines a session that the caller finds corrupted': async (subject) => {
    const { store } = subject;
    const { id } = await subject.create();
    const found = await store.quarantine(id, 'metadata does not fit');
    assert.equal(found.state, 'quarantined');
    looksLike(found.record, id, subject);
    assert.equal(found.record.problem, 'metadata does not fit');
    assert.deepEqual(await store.get(id), { state: 'unknown' });
    assert.deepEqual(await store.quarantine(id, 'metadata does not fit'), { state: 'unknown' });
    await subject.counted({ active: 0, quarantined: 1 });
  },

  'keeps a corrupted record until its retention ends': async (subject) => {
    const { id } = await subject.create();
    await subject.store.quarantine(id, 'metadata does not fit');
    const [record] = await subject.store.quarantined(10);
    assert.ok(record);
    looksLike(record, id, subject);
    subject.clock.set(record.keptUntil - 1);
    await subject.counted({ quarantined: 1 });
    subject.clock.set(record.keptUntil);
    await subject.counted({ quarantined: 0 });
    assert.deepEqual(await subject.store.quarantined(10), []);
  },

  'deletes corrupted records when an operator clears the quarantine': async (subject) => {
    for (const { id } of await subject.createMany(3)) await subject.store.quarantine(id, 'metadata does not fit');
    assert.equal((await subject.store.quarantined(2)).length, 2);
    assert.equal(await subject.store.clearQuarantine(), 3);
    assert.equal(await subject.store.clearQuarantine(), 0);
    await subject.counted({ quarantined: 0 });
    assert.deepEqual(await subject.store.quarantined(10), []);
  },
};

export function looksLike(record: QuarantinedRecord, id: string, { clock }: Subject): void {
  assert.equal(record.id, id);
  assert.ok(record.problem.length > 0 && !record.problem.includes(id));
  assert.equal(record.quarantinedAt, clock.now());
  assert.equal(record.keptUntil, clock.now() + 24 * HOUR);
}
