import assert from 'node:assert/strict';
import { HOUR, MINUTE, type ContractBody } from './subject.js';

/** Counts are exact at every millisecond, even if no sweep has run. */
export const countingCases: Record<string, ContractBody> = {
  'counts nothing in an empty store': async (subject) => {
    await subject.counted({ active: 0, expiringSoon: 0, expired: 0, quarantined: 0, asOf: subject.clock.now() });
  },

  'counts exactly to the millisecond while sessions reach their warning threshold and expire': async (subject) => {
    const { expiresAt, warnAt } = await subject.create();
    await subject.create({ idleTimeoutMs: HOUR, warningThresholdMs: 0 });
    const expectations = [
      [warnAt - 1, { active: 2, expiringSoon: 0, expired: 0 }],
      [warnAt, { active: 2, expiringSoon: 1, expired: 0 }],
      [expiresAt - 1, { active: 2, expiringSoon: 1, expired: 0 }],
      [expiresAt, { active: 1, expiringSoon: 0, expired: 1 }],
      [expiresAt + 30 * MINUTE - 1, { active: 1, expiringSoon: 0, expired: 1 }],
      [expiresAt + 30 * MINUTE, { active: 0, expiringSoon: 0, expired: 2 }],
    ] as const;
    for (const [at, counts] of expectations) {
      subject.clock.set(at);
      await subject.counted({ ...counts, asOf: at });
    }
  },

  'counts a renewed session by its new deadline': async (subject) => {
    const { id, warnAt } = await subject.create();
    subject.clock.set(warnAt);
    await subject.counted({ active: 1, expiringSoon: 1 });
    await subject.store.touch(id);
    await subject.counted({ active: 1, expiringSoon: 0 });
    await subject.store.updateTimeouts(id, { warningThresholdMs: 30 * MINUTE });
    await subject.counted({ active: 1, expiringSoon: 1 });
    await subject.store.delete(id);
    await subject.counted({ active: 0, expiringSoon: 0, expired: 0 });
  },

  'counts the same before and after a sweep': async (subject) => {
    await subject.createMany(20);
    subject.clock.advance(10 * MINUTE);
    await subject.createMany(30);
    subject.clock.advance(15 * MINUTE);
    await subject.counted({ active: 50, expiringSoon: 20, expired: 0 });
    await subject.store.sweep(7);
    await subject.counted({ active: 50, expiringSoon: 20, expired: 0 });
    subject.clock.advance(5 * MINUTE);
    await subject.counted({ active: 30, expiringSoon: 0, expired: 20 });
    await subject.store.sweep(7);
    await subject.counted({ active: 30, expiringSoon: 0, expired: 13 });
    await subject.store.sweep(100);
    await subject.counted({ active: 30, expiringSoon: 0, expired: 0 });
  },

  'counts thousands of sessions that end at the same instant': async (subject) => {
    const { expiresAt: end } = await subject.create();
    // Creates a few sessions at a time. This case does not ask for thousands of creates within one time limit.
    for (let made = 1; made < 2000;) {
      const few = Math.min(100, 2000 - made);
      await Promise.all(Array.from({ length: few }, () => subject.create()));
      made += few;
    }
    subject.clock.set(end - 1);
    await subject.counted({ active: 2000, expiringSoon: 2000, expired: 0 });
    subject.clock.set(end);
    await subject.counted({ active: 0, expiringSoon: 0, expired: 2000 });
    assert.equal((await subject.store.list({ limit: 10 })).total, 0);
  },
};
