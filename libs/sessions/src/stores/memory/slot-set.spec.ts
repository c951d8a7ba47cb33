import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SlotSet } from './slot-set.js';

const slots = fc.oneof(
  fc.integer({ min: 0, max: 70 }),
  fc.integer({ min: 0, max: 100_000 }),
  fc.constantFrom(31, 32, 1023, 1024, 32_767, 32_768, 1_048_576, 10_000_000),
);

describe('SlotSet', () => {
  it('gives the next member as a list that is walked, through any history', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), slots), { maxLength: 120, size: 'max' }), slots, (history, probe) => {
        const set = new SlotSet();
        const members = new Set<number>();
        const agree = (from: number): void => {
          const late = [...members].filter((slot) => slot >= from);
          expect(set.ceiling(from)).toBe(late.length === 0 ? -1 : Math.min(...late));
        };
        for (const [joins, slot] of history) {
          if (joins) set.add(slot);
          else if (members.has(slot)) set.remove(slot);
          if (joins) members.add(slot);
          else members.delete(slot);
          for (const from of [0, slot, slot + 1, probe]) agree(from);
        }
      }),
      { numRuns: 50 },
    );
  });
});
