import assert from 'node:assert/strict';
import { LONGEST_DURATION_MS } from '../../domain/timeouts.js';
import { activeIn, failsWith, HOUR, MINUTE, SECOND, TIMEOUTS, type ContractBody } from './subject.js';

/** The law of expiry, as a store applies it. */
export const lifetimeCases: Record<string, ContractBody> = {
  'expires exactly at its idle deadline': async (subject) => {
    const { id, expiresAt } = await subject.create();
    subject.clock.set(expiresAt - 1);
    assert.equal(await subject.state(id), 'active');
    subject.clock.set(expiresAt);
    assert.deepEqual(await subject.store.get(id), {
      state: 'expired',
      expiredAt: expiresAt,
      reason: 'idle',
      asOf: expiresAt,
    });
  },

  'expires exactly at its absolute deadline, however active': async (subject) => {
    const { id, createdAt } = await subject.create();
    for (let at = 0; at < 2 * HOUR; at += 20 * MINUTE) {
      subject.clock.set(createdAt + at);
      assert.equal((await subject.store.touch(id)).state, 'active');
    }
    const end = createdAt + TIMEOUTS.absoluteTimeoutMs;
    subject.clock.set(end - 1);
    assert.equal(activeIn(await subject.store.renew(id)).expiresAt, end);
    subject.clock.set(end);
    assert.deepEqual(await subject.store.get(id), { state: 'expired', expiredAt: end, reason: 'absolute', asOf: end });
  },

  'lives one millisecond with timeouts of one millisecond': async (subject) => {
    const { id } = await subject.create({ idleTimeoutMs: 1, absoluteTimeoutMs: 1, warningThresholdMs: 1 });
    assert.equal(await subject.state(id), 'active');
    await subject.counted({ active: 1, expiringSoon: 1, expired: 0 });
    subject.clock.advance(1);
    assert.equal(await subject.state(id), 'expired');
    await subject.counted({ active: 0, expiringSoon: 0, expired: 1 });
  },

  'lives a hundred years with timeouts of a hundred years': async (subject) => {
    const timeouts = { idleTimeoutMs: LONGEST_DURATION_MS, absoluteTimeoutMs: LONGEST_DURATION_MS };
    const { id, createdAt } = await subject.create(timeouts);
    const end = createdAt + LONGEST_DURATION_MS;
    subject.clock.set(end - 1);
    assert.equal((await subject.active(id)).expiresAt, end);
    await subject.counted({ active: 1, expiringSoon: 1, expired: 0 });
    subject.clock.set(end);
    assert.equal(await subject.state(id), 'expired');
    assert.equal((await subject.store.sweep(10)).ended.length, 1);
  },

  'ends by the absolute timeout when both timeouts end at the same instant': async (subject) => {
    const { id, expiresAt } = await subject.create({ absoluteTimeoutMs: TIMEOUTS.idleTimeoutMs });
    subject.clock.set(expiresAt);
    const expired = { state: 'expired', expiredAt: expiresAt, reason: 'absolute', asOf: expiresAt };
    assert.deepEqual(await subject.store.get(id), expired);
    assert.deepEqual(await subject.store.touch(id), expired);
  },

  'touch extends a session with autoRenew': async ({ store, clock }) => {
    const { session } = await store.create({ userId: 'ada', attributes: {}, metadata: {}, timeouts: TIMEOUTS });
    clock.advance(10 * MINUTE);
    const now = clock.now();
    const expected = {
      ...session,
      lastActivityAt: now,
      lastRenewedAt: now,
      expiresAt: now + 30 * MINUTE,
      warnAt: now + 25 * MINUTE,
      renewalCount: 1,
    };
    assert.deepEqual(await store.touch(session.id), { state: 'active', session: expected, asOf: now, renewed: true });
    assert.deepEqual(await store.get(session.id), { state: 'active', session: expected, asOf: now });
  },

  'touch only records activity of a session without autoRenew': async (subject) => {
    const session = await subject.create({ autoRenew: false });
    subject.clock.advance(10 * MINUTE);
    const now = subject.clock.now();
    const touched = await subject.store.touch(session.id);
    assert.deepEqual(touched, {
      state: 'active',
      session: { ...session, lastActivityAt: now },
      asOf: now,
      renewed: false,
    });
    subject.clock.set(session.expiresAt);
    assert.equal(await subject.state(session.id), 'expired');
  },

  'does not write a touch if the recorded activity is younger than the precision': async (subject) => {
    const session = await subject.create();
    const { store, clock } = subject;
    clock.advance(MINUTE - 1);
    const early = await store.touch(session.id, MINUTE);
    assert.deepEqual(early, { state: 'active', session, asOf: clock.now(), renewed: false });
    assert.deepEqual(await subject.active(session.id), session);
    clock.advance(1);
    assert.equal(activeIn(await store.touch(session.id, MINUTE)).expiresAt, clock.now() + 30 * MINUTE);
    clock.advance(MINUTE - 1);
    assert.equal(activeIn(await store.touch(session.id)).lastActivityAt, clock.now());
  },

  'writes a touch after half the idle timeout, even with a longer precision': async (subject) => {
    const { id } = await subject.create();
    subject.clock.advance(15 * MINUTE - 1);
    assert.equal(activeIn(await subject.store.touch(id, HOUR)).renewalCount, 0);
    subject.clock.advance(1);
    assert.equal(activeIn(await subject.store.touch(id, HOUR)).renewalCount, 1);
  },

  'writes the first touch that extends a session, even if recent activity is recorded': async (subject) => {
    const { id, expiresAt } = await subject.create({ autoRenew: false });
    subject.clock.set(expiresAt - 2);
    await subject.store.touch(id, MINUTE);
    await subject.store.updateTimeouts(id, { autoRenew: true });
    subject.clock.advance(1);
    const touched = activeIn(await subject.store.touch(id, MINUTE));
    assert.equal(touched.expiresAt, subject.clock.now() + 30 * MINUTE);
  },

  'renew extends a session even without autoRenew': async (subject) => {
    const { id } = await subject.create({ autoRenew: false });
    subject.clock.advance(10 * MINUTE);
    const renewed = activeIn(await subject.store.renew(id));
    assert.equal(renewed.expiresAt, subject.clock.now() + 30 * MINUTE);
    assert.equal(renewed.renewalCount, 1);
  },

  'counts a renewal only if it moves the deadline': async (subject) => {
    const { id, createdAt } = await subject.create();
    const same = await subject.store.renew(id);
    assert.equal(activeIn(same).renewalCount, 0);
    assert.equal('renewed' in same && same.renewed, false);
    for (const minutes of [25, 50, 75, 100]) {
      subject.clock.set(createdAt + minutes * MINUTE);
      await subject.store.touch(id);
    }
    assert.equal((await subject.active(id)).renewalCount, 4);
    subject.clock.advance(MINUTE);
    assert.equal(activeIn(await subject.store.renew(id)).renewalCount, 4);
  },

  'no operation brings back an expired session': async (subject) => {
    const session = await subject.create();
    subject.clock.set(session.expiresAt);
    const { store } = subject;
    const expired = { state: 'expired', expiredAt: session.expiresAt, reason: 'idle', asOf: session.expiresAt };
    assert.deepEqual(await store.touch(session.id), expired);
    assert.deepEqual(await store.renew(session.id), expired);
    assert.deepEqual(await store.updateTimeouts(session.id, { idleTimeoutMs: HOUR }), expired);
    assert.deepEqual(await store.delete(session.id), expired);
    assert.deepEqual(await store.get(session.id), expired);
  },

  'changes only the given timeouts': async (subject) => {
    const session = await subject.create();
    subject.clock.advance(SECOND);
    const withTimeouts = activeIn(await subject.store.updateTimeouts(session.id, { idleTimeoutMs: 10 * MINUTE }));
    assert.deepEqual(withTimeouts, {
      ...session,
      timeouts: { ...TIMEOUTS, idleTimeoutMs: 10 * MINUTE },
      expiresAt: session.createdAt + 10 * MINUTE,
      warnAt: session.createdAt + 5 * MINUTE,
    });
    assert.deepEqual(await subject.active(session.id), withTimeouts);
    const still = activeIn(await subject.store.updateTimeouts(session.id, { autoRenew: false }));
    assert.deepEqual(still.timeouts, { ...withTimeouts.timeouts, autoRenew: false });
  },

  'a new timeout that has already passed makes a session expire': async (subject) => {
    const { id, createdAt } = await subject.create();
    subject.clock.advance(10 * MINUTE);
    const expiredAt = createdAt + 5 * MINUTE;
    const expired = { state: 'expired', expiredAt, reason: 'idle', asOf: subject.clock.now() };
    assert.deepEqual(await subject.store.updateTimeouts(id, { idleTimeoutMs: 5 * MINUTE }), expired);
    assert.deepEqual(await subject.store.updateTimeouts(id, { idleTimeoutMs: HOUR }), expired);
    await subject.counted({ active: 0, expired: 1 });
  },

  'refuses timeouts that contradict the other timeouts, and changes nothing': async (subject) => {
    const session = await subject.create();
    for (const changes of [
      { idleTimeoutMs: 3 * HOUR },
      { idleTimeoutMs: MINUTE },
      { absoluteTimeoutMs: 10 * MINUTE },
      { warningThresholdMs: HOUR },
      { idleTimeoutMs: HOUR, warningThresholdMs: HOUR + 1 },
    ]) {
      await failsWith('INVALID_TIMEOUTS', () => subject.store.updateTimeouts(session.id, changes));
    }
    assert.deepEqual(await subject.active(session.id), session);
  },

  'never shortens a life when the clock is set back': async (subject) => {
    const { id } = await subject.create();
    subject.clock.advance(10 * MINUTE);
    const before = activeIn(await subject.store.touch(id));
    subject.clock.advance(-5 * MINUTE);
    assert.deepEqual(activeIn(await subject.store.touch(id)), before);
    assert.deepEqual(activeIn(await subject.store.renew(id)), before);
  },
};
