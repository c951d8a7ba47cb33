import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SlotBuckets } from './slot-buckets.js';

function slotsWith(buckets: SlotBuckets, hash: number): number[] {
  const found: number[] = [];
  for (let slot = buckets.first(hash); slot >= 0; slot = buckets.next(slot)) found.push(slot);
  return found.sort((a, b) => a - b);
}

const hashes = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }));

describe('SlotBuckets', () => {
  it('finds exactly the slots with a hash, while it grows and shrinks', () => {
    fc.assert(
      fc.property(fc.array(hashes, { maxLength: 200, size: 'max' }), fc.nat(), (given, seed) => {
        const buckets = new SlotBuckets();
        const kept = new Map<number, number>();
        const agree = (hash: number): void => {
          const expected = [...kept].filter(([, one]) => one === hash).map(([slot]) => slot);
          expect(slotsWith(buckets, hash)).toEqual(expected);
        };
        given.forEach((hash, slot) => {
          buckets.add(slot, hash);
          kept.set(slot, hash);
          agree(hash);
          const leaving = (seed + slot) % (2 * given.length);
          const left = kept.get(leaving);
          if (left === undefined) return;
          buckets.remove(leaving);
          kept.delete(leaving);
          agree(left);
        });
        for (const hash of given) agree(hash);
      }),
      { numRuns: 50 },
    );
  });
});
