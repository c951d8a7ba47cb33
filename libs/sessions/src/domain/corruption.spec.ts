import { describe, expect, it } from '@jest/globals';
import { created } from './changes.js';
import { corruptionIn } from './corruption.js';

const timeouts = { idleTimeoutMs: 100, absoluteTimeoutMs: 1000, warningThresholdMs: 10, autoRenew: true };
const valid = created('some-id', { userId: 'ada', attributes: {}, metadata: {}, timeouts }, 5000);

describe('corruptionIn', () => {
  it('finds nothing wrong with a valid record', () => {
    expect(corruptionIn(valid)).toBeUndefined();
  });

  it.each([
    [{ id: '' }, 'id'],
    [{ userId: 7 }, 'userId'],
    [{ userId: undefined }, 'userId'],
    [{ attributes: [] }, 'attributes'],
    [{ metadata: null }, 'metadata'],
    [{ createdAt: NaN }, 'createdAt'],
    [{ createdAt: '5000' }, 'createdAt'],
    [{ createdAt: -1 }, 'createdAt'],
    [{ createdAt: 9e15 }, 'createdAt'],
    [{ lastActivityAt: 4999 }, 'lastActivityAt'],
    [{ lastRenewedAt: 4999 }, 'lastRenewedAt'],
    [{ renewalCount: -1 }, 'renewalCount'],
    [{ renewalCount: 0.5 }, 'renewalCount'],
    [{ timeouts: { ...timeouts, idleTimeoutMs: 0 } }, 'timeouts'],
    [{ timeouts: { ...timeouts, warningThresholdMs: 101 } }, 'timeouts'],
    [{ timeouts: { ...timeouts, absoluteTimeoutMs: 99 } }, 'timeouts'],
    [{ timeouts: { ...timeouts, autoRenew: 'yes' } }, 'timeouts'],
    [{ timeouts: undefined }, 'timeouts'],
    [{ expiresAt: 5101 }, 'expiresAt'],
    [{ warnAt: 5089 }, 'warnAt'],
  ])('names the wrong field of a record with %p', (damage, field) => {
    expect(corruptionIn({ ...valid, ...damage })).toMatch(new RegExp(`^${field} `));
  });
});
