import { describe, expect, it } from '@jest/globals';
import { ticks, withUnit } from '../draw/axis.js';

describe('the axes of the picture', () => {
  it('have at most six round numbers, the last of which is not below the greatest value', () => {
    expect(ticks(400)).toEqual([0, 100, 200, 300, 400]);
    expect(ticks(37)).toEqual([0, 10, 20, 30, 40]);
    expect(ticks(0.11)).toHaveLength(4);
    expect(ticks(60 * 1024 ** 2, 'bytes').map((bytes) => withUnit(bytes, 'bytes'))).toEqual([
      '0',
      '20 MiB',
      '40 MiB',
      '60 MiB',
    ]);
  });

  it.each([
    [0, 's', '0'],
    [0.00025, 's', '250 µs'],
    [0.0125, 's', '12.5 ms'],
    [90, 's', '90 s'],
    [0.5, 'percentunit', '50 %'],
    [12, 'ops', '12 /s'],
    [3, 'reqps', '3 req/s'],
    [400, 'short', '400'],
  ])('write %d in %s as %s', (value, unit, written) => {
    expect(withUnit(value, unit)).toBe(written);
  });
});
