import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Scramble } from './scramble.js';

describe('Scramble', () => {
  it('gives back every number that it mixed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (slot) => {
        const scramble = new Scramble();
        const place = scramble.mix(slot);
        expect(Number.isInteger(place) && place >= 0 && place < 2 ** 32).toBe(true);
        expect(scramble.unmix(place)).toBe(slot);
      }),
    );
  });

  it('mixes otherwise in every store', () => {
    expect(new Set(Array.from({ length: 20 }, () => new Scramble().mix(1))).size).toBeGreaterThan(15);
  });
});
