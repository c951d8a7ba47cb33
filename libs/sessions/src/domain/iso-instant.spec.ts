import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isoInstant } from './iso-instant.js';

const LAST = 8_640_000_000_000_000;

describe('isoInstant', () => {
  it('is what toISOString writes, at any millisecond and in any order', () => {
    fc.assert(
      fc.property(fc.integer({ min: -LAST, max: LAST }), (at) => {
        expect(isoInstant(at)).toBe(new Date(at).toISOString());
      }),
    );
  });

  it('is what toISOString writes around midnight, from the one day to the next and back', () => {
    const midnight = Date.parse('2024-02-29T00:00:00.000Z');
    fc.assert(
      fc.property(fc.integer({ min: -86_400_001, max: 172_800_001 }), (offset) => {
        const at = midnight + offset;
        expect(isoInstant(at)).toBe(new Date(at).toISOString());
      }),
    );
  });

  it('refuses what is no instant', () => {
    expect(() => isoInstant(NaN)).toThrow(RangeError);
    expect(() => isoInstant(LAST + 86_400_000)).toThrow(RangeError);
  });
});
