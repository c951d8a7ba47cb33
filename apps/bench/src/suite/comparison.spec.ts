import { describe, expect, it } from '@jest/globals';
import { compare } from './comparison.js';
import type { Metric } from './metric.js';

const TIME: Metric = { key: 'ms', title: 'time', unit: 'ms' };
const RATE: Metric = { key: 'perSecond', title: 'touches', unit: 'a second' };

describe('compare', () => {
  it('takes the median of the ratios of the rounds, not the ratio of the medians', () => {
    // The second round was busy for both.
    expect(compare(TIME, [10, 90, 12], [10, 100, 10])?.ratio).toBe(1);
  });

  it('takes half the range of the ratios as noise', () => {
    expect(compare(TIME, [9, 10, 12], [10, 10, 10])?.noise).toBeCloseTo(0.15);
  });

  it('finds no difference within the noise', () => {
    expect(compare(TIME, [98, 102, 104], [100, 100, 100])?.verdict).toBe('same');
  });

  it('calls less time better and more time worse', () => {
    expect(compare(TIME, [90, 91, 92], [100, 100, 100])?.verdict).toBe('better');
    expect(compare(TIME, [110, 111, 112], [100, 100, 100])?.verdict).toBe('worse');
  });

  it('calls a higher rate better and a lower one worse', () => {
    expect(compare(RATE, [110, 111, 112], [100, 100, 100])?.verdict).toBe('better');
    expect(compare(RATE, [90, 91, 92], [100, 100, 100])?.verdict).toBe('worse');
  });

  it('finds no difference when one round disagrees', () => {
    expect(compare(TIME, [99.9, 130, 131], [100, 100, 100])?.verdict).toBe('same');
  });

  it('gives no verdict on fewer than three rounds', () => {
    expect(compare(TIME, [110, 111], [100, 100])?.verdict).toBeUndefined();
  });

  it('gives the ratio of a single round without noise and verdict', () => {
    expect(compare(TIME, [110], [100])).toEqual({ ratio: 1.1, noise: undefined, verdict: undefined });
  });

  it('compares nothing when one checkout has no figures', () => {
    expect(compare(TIME, [110], [])).toBeUndefined();
    expect(compare(TIME, [], [100])).toBeUndefined();
    expect(compare(TIME, [110], [0])).toBeUndefined();
  });
});
