import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { handleOf, handleWords, isHandle, newHandle } from './handle.js';

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

describe('A handle', () => {
  it('is the base64url of its 64 bits', () => {
    fc.assert(
      fc.property(word, word, (high, low) => {
        const bytes = Buffer.alloc(8);
        bytes.writeInt32BE(high, 0);
        bytes.writeInt32BE(low, 4);
        expect(handleOf(high, low)).toBe(bytes.toString('base64url'));
        expect(handleWords(handleOf(high, low))).toEqual({ high, low });
      }),
    );
  });

  it('is valid, and new each time', () => {
    const handles = Array.from({ length: 1000 }, newHandle);
    expect(new Set(handles).size).toBe(1000);
    expect(handles.every(isHandle)).toBe(true);
    expect(['', 'short', 'a'.repeat(12), 'with spaces', 7, undefined].some(isHandle)).toBe(false);
  });
});
