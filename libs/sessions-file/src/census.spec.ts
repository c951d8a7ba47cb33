import { describe, expect, it } from '@jest/globals';
import { Census } from './census.js';

const [KEY, OTHER_KEY] = [Buffer.from('key'), Buffer.from('other')];

function sumOf(fill: (census: Census) => void): number {
  const census = new Census();
  fill(census);
  return census.sum;
}

describe('Census', () => {
  it('has the same sum whatever the order and the history', () => {
    const [one, two] = [Buffer.from('one'), Buffer.from('two')];
    const plain = sumOf((census) => {
      census.record(0, KEY, one);
      census.other(OTHER_KEY, two);
    });
    const other = sumOf((census) => {
      census.other(OTHER_KEY, one);
      census.times(20_000, KEY, two);
      census.other(OTHER_KEY, two);
      census.record(0, KEY, two);
      census.record(0, KEY, one);
      census.times(20_000, KEY, undefined);
    });
    expect(other).toBe(plain);
    expect(plain).not.toBe(0);
  });

  it('counts the sessions', () => {
    const census = new Census();
    census.record(0, KEY, KEY);
    census.record(1, OTHER_KEY, KEY);
    census.record(0, KEY, undefined);
    expect(census.sessions).toBe(1);
  });

  it('gives an empty value one checksum, whatever its buffer', () => {
    const empty = [Buffer.alloc(0), Buffer.from('abc').subarray(1, 1), Buffer.from(new ArrayBuffer(0))];
    const sums = empty.map((value) => sumOf((census) => census.other(KEY, value)));
    expect(new Set(sums).size).toBe(1);
    expect(sums[0]).not.toBe(sumOf((census) => census.other(OTHER_KEY, Buffer.alloc(0))));
  });
});
