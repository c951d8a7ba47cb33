import { describe, expect, it } from '@jest/globals';
import { newNumberedId, newSessionId, numberIn, numberPart, type NumberCipher } from './session-id.js';

describe('newSessionId', () => {
  it('gives 144 bits in URL-safe characters, and never the same id twice', () => {
    const ids = Array.from({ length: 10_000 }, () => newSessionId());
    expect(new Set(ids).size).toBe(10_000);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{24}$/);
  });

  it('uses every bit', () => {
    const ones = new Array<number>(144).fill(0);
    for (let made = 0; made < 2000; made += 1) {
      Buffer.from(newSessionId(), 'base64url').forEach((byte, at) => {
        for (let bit = 0; bit < 8; bit += 1) if ((byte >> bit) & 1) ones[at * 8 + bit] = (ones[at * 8 + bit] ?? 0) + 1;
      });
    }
    // Nine standard deviations around the mean of 1000.
    for (const count of ones) expect(Math.abs(count - 1000)).toBeLessThan(200);
  });
});

/** A cipher that does not encrypt. */
const plain: NumberCipher = {
  seal: (number, random) => Int32Array.of(number, random),
  open: (high) => high >>> 0,
};

describe('numberIn', () => {
  it('finds the number in an id', () => {
    for (const number of [0, 1, 63, 64, 4095, 1_000_000, 2 ** 31, 2 ** 32 - 1]) {
      const id = newNumberedId(number, plain);
      expect(id).toMatch(/^[A-Za-z0-9_-]{32}$/);
      expect(numberIn(id, plain)).toBe(number);
    }
  });

  it('gives the cipher both words of the id', () => {
    const words: number[] = [];
    const cipher: NumberCipher = {
      seal: () => Int32Array.of(0x89abcdef, 0x76543210),
      open: (high, low) => words.push(high >>> 0, low >>> 0),
    };
    numberIn(newNumberedId(1, cipher), cipher);
    expect(words).toEqual([0x89abcdef, 0x76543210]);
  });

  it('uses fresh random bits for each id', () => {
    const ids = Array.from({ length: 1000 }, () => newNumberedId(1, plain));
    expect(new Set(ids.map((id) => id.slice(0, 21))).size).toBe(1000);
    expect(new Set(ids.map((id) => id.slice(27))).size).toBe(1000);
  });

  it('finds the number of words that are zero', () => {
    const zero: NumberCipher = { seal: () => Int32Array.of(0, 0), open: (high, low) => high + low };
    expect(numberIn('A'.repeat(32), zero)).toBe(0);
  });

  it('finds none if a character of the hidden part is not allowed in ids', () => {
    const id = newNumberedId(7, plain);
    for (let at = 21; at < 32; at += 1) {
      expect(numberIn(`${id.slice(0, at)}*${id.slice(at + 1)}`, plain)).toBe(-1);
    }
  });

  it.each(['', 'short', newSessionId(), '*'.repeat(32), '💥'.repeat(16), 'a'.repeat(33)])(
    'finds no number in %p',
    (string) => {
      expect(numberIn(string, plain)).toBe(-1);
    },
  );
});

describe('numberPart', () => {
  it('gives the end of an id, which is all that hides the number', () => {
    const id = newNumberedId(7, plain);
    expect(numberPart(id)).toBe(id.slice(21));
    expect(numberIn('x'.repeat(21) + numberPart(id), plain)).toBe(7);
  });
});
