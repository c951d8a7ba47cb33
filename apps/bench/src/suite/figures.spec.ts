import { describe, expect, it } from '@jest/globals';
import { Figures, medianOf, spreadOf } from './figures.js';

describe('medianOf', () => {
  it('is the middle value, whatever the order', () => {
    expect(medianOf([9, 1, 5])).toBe(5);
  });

  it('is the mean of the two middle values when their number is even', () => {
    expect(medianOf([10, 1, 4, 2])).toBe(3);
  });

  it('is undefined without values', () => {
    expect(medianOf([])).toBeUndefined();
  });
});

describe('spreadOf', () => {
  it('is half the range as a share of the median', () => {
    expect(spreadOf([8, 10, 12])).toBe(0.2);
  });

  it('is undefined for a single value and for a median of 0', () => {
    expect(spreadOf([8])).toBeUndefined();
    expect(spreadOf([-1, 0, 1])).toBeUndefined();
  });
});

describe('Figures', () => {
  const figures = new Figures([
    { contender: 'a', size: 1000, values: { ms: 4, bytes: 7 } },
    { contender: 'a', size: 10, values: { ms: 1 } },
    { contender: 'b', size: 1000, values: { ms: 40 } },
    { contender: 'a', size: 1000, values: { ms: 6 } },
  ]);

  it('names each contender and size once', () => {
    expect(figures.cases).toEqual([
      { contender: 'a', size: 1000 },
      { contender: 'a', size: 10 },
      { contender: 'b', size: 1000 },
    ]);
  });

  it('sorts the sizes by number and knows the largest', () => {
    expect(figures.sizes).toEqual([10, 1000]);
    expect(figures.largestSize).toBe(1000);
  });

  it('takes the median over the rounds of one contender, size and metric', () => {
    expect(figures.median('a', 1000, 'ms')).toBe(5);
    expect(figures.median('a', 1000, 'bytes')).toBe(7);
  });

  it('has no median of what the run did not measure', () => {
    expect(figures.median('b', 10, 'ms')).toBeUndefined();
    expect(figures.median('b', undefined, 'ms')).toBeUndefined();
    expect(figures.median('b', 1000, 'bytes')).toBeUndefined();
  });

  it('gives the figures of the rounds in their order', () => {
    expect(figures.rounds('a', 1000, 'ms')).toEqual([4, 6]);
  });
});
