import { describe, expect, it } from '@jest/globals';
import { expiresAt, expiryReason, isExpired, isExpiringSoon, remainingMs, warnAt, type Life } from './lifetime.js';

const life: Life = {
  createdAt: 1000,
  lastRenewedAt: 1500,
  timeouts: { idleTimeoutMs: 100, absoluteTimeoutMs: 1000, warningThresholdMs: 30, autoRenew: true },
};
const late: Life = { ...life, lastRenewedAt: 1950 };

describe('The law of expiry', () => {
  it('ends a life one idle timeout after its last renewal', () => {
    expect([expiresAt(life), warnAt(life), expiryReason(life)]).toEqual([1600, 1570, 'idle']);
  });

  it('ends a life at its absolute timeout at the latest', () => {
    expect([expiresAt(late), warnAt(late), expiryReason(late)]).toEqual([2000, 1970, 'absolute']);
  });

  it('names the absolute timeout if both timeouts end at the same instant', () => {
    expect(expiryReason({ ...life, lastRenewedAt: 1900 })).toBe('absolute');
    expect(expiryReason({ ...life, lastRenewedAt: 1899 })).toBe('idle');
  });

  it.each([
    [1569, false, false, 31],
    [1570, true, false, 30],
    [1599, true, false, 1],
    [1600, false, true, 0],
    [9999, false, true, 0],
  ])('at %i: expiring soon %p, expired %p, %i ms left', (now, soon, expired, left) => {
    const deadlines = { expiresAt: expiresAt(life), warnAt: warnAt(life) };
    expect([isExpiringSoon(deadlines, now), isExpired(deadlines, now), remainingMs(deadlines, now)]).toEqual([
      soon,
      expired,
      left,
    ]);
  });

  it('never warns with a threshold of 0', () => {
    const silent = { ...life, timeouts: { ...life.timeouts, warningThresholdMs: 0 } };
    const deadlines = { expiresAt: expiresAt(silent), warnAt: warnAt(silent) };
    expect([1599, 1600].map((now) => isExpiringSoon(deadlines, now))).toEqual([false, false]);
  });
});
