import assert from 'node:assert/strict';
import type { SweepBatch } from '../../stores/session-store.js';
import { HOUR, MINUTE, SECOND, type ContractBody } from './subject.js';

const ids = (sessions: SweepBatch['ended']): string[] => sessions.map(({ id }) => id);

/** Sweeping: a sweep returns each expired session and each expiring session once, oldest first, in bounded batches. */
export const sweepingCases: Record<string, ContractBody> = {
  'finds nothing to sweep before the first deadline': async (subject) => {
    const { warnAt } = await subject.create();
    subject.clock.set(warnAt - 1);
    const asOf = subject.clock.now();
    assert.deepEqual(await subject.store.sweep(10), { ended: [], expiring: [], quarantined: [], more: false, asOf });
  },

  'removes expired sessions, and returns them as they were': async (subject) => {
    const session = await subject.create();
    const other = await subject.create({ idleTimeoutMs: HOUR });
    subject.clock.set(session.expiresAt);
    assert.deepEqual((await subject.store.sweep(10)).ended, [session]);
    await subject.isGone(session.id);
    assert.equal(await subject.state(other.id), 'active');
    assert.deepEqual((await subject.store.sweep(10)).ended, []);
    await subject.counted({ active: 1, expired: 0 });
  },

  'removes the oldest first, at most as many as requested': async (subject) => {
    const minutes = [9, 3, 7, 1, 5, 2, 8, 6, 4, 10];
    for (const idle of minutes) await subject.create({ idleTimeoutMs: idle * MINUTE, warningThresholdMs: 0 });
    subject.clock.advance(HOUR);
    const seen: number[] = [];
    for (const more of [true, true, true, false]) {
      const batch = await subject.store.sweep(3);
      assert.ok(batch.ended.length <= 3);
      assert.equal(batch.more, more);
      seen.push(...batch.ended.map(({ timeouts }) => timeouts.idleTimeoutMs / MINUTE));
    }
    assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  },

  'announces once that a session expires soon': async (subject) => {
    const session = await subject.create();
    subject.clock.set(session.warnAt);
    assert.deepEqual((await subject.store.sweep(10)).expiring, [session]);
    subject.clock.advance(SECOND);
    assert.deepEqual((await subject.store.sweep(10)).expiring, []);
  },

  'announces again after a renewal': async (subject) => {
    const { id, warnAt } = await subject.create();
    subject.clock.set(warnAt);
    await subject.store.sweep(10);
    const renewed = await subject.store.touch(id);
    assert.deepEqual((await subject.store.sweep(10)).expiring, []);
    subject.clock.set('session' in renewed ? renewed.session.warnAt : 0);
    assert.deepEqual(ids((await subject.store.sweep(10)).expiring), [id]);
  },

  'does not announce a session again if a renewal did not move its deadline': async (subject) => {
    const { id } = await subject.create({ absoluteTimeoutMs: 30 * MINUTE });
    subject.clock.advance(26 * MINUTE);
    assert.deepEqual(ids((await subject.store.sweep(10)).expiring), [id]);
    await subject.store.touch(id);
    assert.deepEqual((await subject.store.sweep(10)).expiring, []);
  },

  'does not announce an expired session as expiring': async (subject) => {
    const { id, expiresAt } = await subject.create();
    subject.clock.set(expiresAt);
    const batch = await subject.store.sweep(10);
    assert.deepEqual([ids(batch.ended), batch.expiring], [[id], []]);
  },

  'removes expired sessions before it announces others, within the same limit': async (subject) => {
    await subject.createMany(4);
    subject.clock.advance(5 * MINUTE);
    await subject.createMany(4);
    subject.clock.advance(25 * MINUTE);
    const first = await subject.store.sweep(6);
    assert.deepEqual([first.ended.length, first.expiring.length, first.more], [4, 2, true]);
    const second = await subject.store.sweep(6);
    assert.deepEqual([second.ended.length, second.expiring.length, second.more], [0, 2, false]);
  },

  'announces a session that begins within its warning threshold': async (subject) => {
    const { id } = await subject.create({ warningThresholdMs: 30 * MINUTE });
    assert.deepEqual(ids((await subject.store.sweep(10)).expiring), [id]);
  },

  'gives every session to exactly one of many simultaneous sweeps': async (subject) => {
    await subject.createMany(100);
    subject.clock.advance(HOUR);
    const batches = await Promise.all(Array.from({ length: 20 }, () => subject.store.sweep(9)));
    const ended = batches.flatMap((batch) => ids(batch.ended));
    assert.equal(ended.length, 100);
    assert.equal(new Set(ended).size, 100);
  },
};
