import { describe, expect, it } from '@jest/globals';
import { created } from './changes.js';
import { corruptionIn } from './corruption.js';

const timeouts = { idleTimeoutMs: 100, absoluteTimeoutMs: 1000, warningThresholdMs: 10, autoRenew: true };
const valid = created('some-id', 'aHandle0123', { userId: 'ada', attributes: {}, metadata: {}, timeouts }, 5000);

describe('corruptionIn', () => {
  it('finds nothing wrong with a valid record', () => {
    expect(corruptionIn(valid)).toBeUndefined();
  });

  it('accepts a warning threshold of 0', () => {
    const never = { ...timeouts, warningThresholdMs: 0 };
    const record = created(
      'some-id',
      'aHandle0123',
      { userId: 'ada', attributes: {}, metadata: {}, timeouts: never },
      5000,
    );
    expect(corruptionIn(record)).toBeUndefined();
  });

  it('accepts the largest instants, and timeouts that are equal', () => {
    const latest = 8.64e15 - 100;
    const equal = { ...timeouts, absoluteTimeoutMs: 100, warningThresholdMs: 100 };
    const last = created(
      'some-id',
      'aHandle0123',
      { userId: 'ada', attributes: {}, metadata: {}, timeouts: equal },
      latest,
    );
    expect(corruptionIn(last)).toBeUndefined();
    const atEnd = created(
      'some-id',
      'aHandle0123',
      { userId: 'ada', attributes: {}, metadata: {}, timeouts: equal },
      8.64e15,
    );
    expect(corruptionIn(atEnd)).toBeUndefined();
    expect(corruptionIn({ ...atEnd, createdAt: 8.64e15 + 2 })).toBe('createdAt is not an instant');
  });

  it.each([
    [{ id: '' }, 'id'],
    [{ id: 7 }, 'id'],
    [{ handle: '' }, 'handle'],
    [{ handle: undefined }, 'handle'],
    [{ userId: '' }, 'userId'],
    [{ userId: 7 }, 'userId'],
    [{ userId: null }, 'userId'],
    [{ attributes: [] }, 'attributes'],
    [{ metadata: null }, 'metadata'],
    [{ createdAt: NaN }, 'createdAt'],
    [{ createdAt: '5000' }, 'createdAt'],
    [{ createdAt: -1 }, 'createdAt'],
    [{ createdAt: 9e15 }, 'createdAt'],
    [{ lastActivityAt: 4999 }, 'lastActivityAt'],
    [{ lastActivityAt: 'now' }, 'lastActivityAt'],
    [{ lastRenewedAt: null }, 'lastRenewedAt'],
    [{ lastRenewedAt: 4999 }, 'lastRenewedAt'],
    [{ renewalCount: -1 }, 'renewalCount'],
    [{ renewalCount: 0.5 }, 'renewalCount'],
    [{ timeouts: { ...timeouts, idleTimeoutMs: 0 } }, 'timeouts'],
    [{ timeouts: { ...timeouts, idleTimeoutMs: '100' } }, 'timeouts'],
    [{ timeouts: { ...timeouts, absoluteTimeoutMs: '1000' } }, 'timeouts'],
    [{ timeouts: { ...timeouts, absoluteTimeoutMs: 1000.5 } }, 'timeouts'],
    [{ timeouts: { ...timeouts, warningThresholdMs: -1 } }, 'timeouts'],
    [{ timeouts: { ...timeouts, warningThresholdMs: '10' } }, 'timeouts'],
    [{ timeouts: { ...timeouts, warningThresholdMs: 101 } }, 'timeouts'],
    [{ timeouts: { ...timeouts, absoluteTimeoutMs: 99 } }, 'timeouts'],
    [{ timeouts: { ...timeouts, autoRenew: 'yes' } }, 'timeouts'],
    [{ timeouts: undefined }, 'timeouts'],
    [{ expiresAt: 5101 }, 'expiresAt'],
    [{ warnAt: 5089 }, 'warnAt'],
  ])('names the wrong field of a record with %p', (damage, field) => {
    expect(corruptionIn({ ...valid, ...damage })).toMatch(new RegExp(`^${field} `));
  });

  it('says whether an instant is not valid or too early', () => {
    const problems = [
      { lastActivityAt: 'now' },
      { lastActivityAt: 4999 },
      { lastRenewedAt: -1 },
      { lastRenewedAt: 4999 },
    ];
    expect(problems.map((damage) => corruptionIn({ ...valid, ...damage }))).toEqual([
      'lastActivityAt is not an instant',
      'lastActivityAt is before createdAt',
      'lastRenewedAt is not an instant',
      'lastRenewedAt is before createdAt',
    ]);
  });
});
