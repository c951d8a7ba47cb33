import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newNumberedId, numberIn, numberPart } from '../../domain/session-id.js';
import { encrypt, roundKeys, Scramble } from './scramble.js';

describe('Scramble', () => {
  it('encrypts the published test vector of Speck64/128', () => {
    const block = new Int32Array(2);
    encrypt(roundKeys([0x03020100, 0x0b0a0908, 0x13121110, 0x1b1a1918]), block, 0x3b726574, 0x7475432d);
    expect([...block].map((word) => word >>> 0)).toEqual([0x8c6fa548, 0x454e028b]);
  });

  it('opens every slot that it sealed', () => {
    const slots = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(slots, slots, fc.uint8Array({ minLength: 8, maxLength: 32 }), (slot, random, secret) => {
        const [high = 0, low = 0] = new Scramble(secret).seal(slot, random);
        expect(new Scramble(secret).open(high, low)).toBe(slot);
      }),
    );
  });

  it('finds the slot in an id', () => {
    const scramble = new Scramble();
    for (let slot = 0; slot < 1000; slot += 1) {
      const id = newNumberedId(slot * 4_294_967, scramble);
      expect(numberIn(id, scramble)).toBe(slot * 4_294_967);
    }
  });

  it('gives unrelated ids to the same slot', () => {
    const scramble = new Scramble();
    const ends = Array.from({ length: 2000 }, () => numberPart(newNumberedId(7, scramble)).slice(1));
    expect(new Set(ends).size).toBe(2000);
    // Each of the 64 characters appears about 2,000 / 64 = 31 times in each place.
    for (let at = 0; at < 10; at += 1) {
      const counts = new Map<string, number>();
      for (const end of ends) counts.set(end.charAt(at), (counts.get(end.charAt(at)) ?? 0) + 1);
      expect([counts.size, Math.max(...counts.values()) < 80]).toEqual([64, true]);
    }
  });

  it('encrypts differently in each store', () => {
    expect(new Set(Array.from({ length: 20 }, () => new Scramble().seal(1, 1)[0])).size).toBeGreaterThan(15);
  });
});
