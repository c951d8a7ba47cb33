import { describe, expect, it } from '@jest/globals';
import { atLeast, atMost, ratio } from './targets.js';

describe('atMost', () => {
  it('is reached at the limit and below', () => {
    expect(atMost('at most 3', 3, 'ms', 3)).toEqual([{ target: 'at most 3', found: 3, unit: 'ms', reached: true }]);
    expect(atMost('at most 3', 3, 'ms', 2.9)).toMatchObject([{ reached: true }]);
  });

  it('is missed just above the limit', () => {
    expect(atMost('at most 3', 3, 'ms', 3.000_001)).toMatchObject([{ found: 3.000_001, reached: false }]);
  });

  it('gives no result without a figure', () => {
    expect(atMost('at most 3', 3, 'ms', undefined)).toEqual([]);
  });
});

describe('atLeast', () => {
  it('is reached at the limit and above', () => {
    expect(atLeast('at least 0.9', 0.9, '', 0.9)).toEqual([
      { target: 'at least 0.9', found: 0.9, unit: '', reached: true },
    ]);
    expect(atLeast('at least 0.9', 0.9, '', 1.2)).toMatchObject([{ reached: true }]);
  });

  it('is missed just below the limit', () => {
    expect(atLeast('at least 0.9', 0.9, '', 0.899_999)).toMatchObject([{ found: 0.899_999, reached: false }]);
  });

  it('gives no result without a figure', () => {
    expect(atLeast('at least 0.9', 0.9, '', undefined)).toEqual([]);
  });
});

describe('ratio', () => {
  it('divides the first figure by the second', () => {
    expect(ratio(3, 2)).toBe(1.5);
  });

  it('is undefined when a figure is missing or the divisor is 0', () => {
    expect(ratio(undefined, 2)).toBeUndefined();
    expect(ratio(3, undefined)).toBeUndefined();
    expect(ratio(3, 0)).toBeUndefined();
  });
});
