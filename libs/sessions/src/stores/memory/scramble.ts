import { createHash, randomBytes } from 'node:crypto';
import type { NumberCipher } from '../../domain/session-id.js';

const ROUNDS = 27;

/**
 * Hides slots in session ids, so an id tells nothing about the store: neither how many sessions there are nor whether
 * two ids had the same slot.
 *
 * It encrypts the slot and 32 random bits as one block with Speck64/128: 27 rounds of addition, rotation and xor, which
 * take less time than a call into the crypto module. See "The SIMON and SPECK Families of Lightweight Block Ciphers",
 * https://eprint.iacr.org/2013/404.
 */
export class Scramble implements NumberCipher {
  readonly #keys: Int32Array;
  readonly #block = new Int32Array(2);

  /** Two scrambles with the same secret open each other's ids. Default: random bytes. */
  constructor(secret: Uint8Array = randomBytes(16)) {
    const key = createHash('sha256').update(secret).digest();
    this.#keys = roundKeys([key.readInt32LE(0), key.readInt32LE(4), key.readInt32LE(8), key.readInt32LE(12)]);
  }

  seal(slot: number, random: number): Int32Array {
    encrypt(this.#keys, this.#block, slot, random);
    return this.#block;
  }

  open(high: number, low: number): number {
    let x = high;
    let y = low;
    for (let round = ROUNDS - 1; round >= 0; round -= 1) {
      y ^= x;
      y = (y >>> 3) | (y << 29);
      x = ((x ^ (this.#keys[round] ?? 0)) - y) | 0;
      x = (x << 8) | (x >>> 24);
    }
    return x >>> 0;
  }
}

/** Encrypts two words into a block. */
export function encrypt(keys: Int32Array, block: Int32Array, high: number, low: number): void {
  let x = high;
  let y = low;
  for (let round = 0; round < ROUNDS; round += 1) {
    x = (((x >>> 8) | (x << 24)) + y) ^ (keys[round] ?? 0);
    y = ((y << 3) | (y >>> 29)) ^ x;
  }
  block[0] = x;
  block[1] = y;
}

/** Derives the key of each round from the four words of the key. The publication writes these words in reverse order. */
export function roundKeys([first, ...others]: readonly [number, number, number, number]): Int32Array {
  const keys = new Int32Array(ROUNDS);
  keys[0] = first;
  const words: number[] = others;
  for (let round = 0; round + 1 < ROUNDS; round += 1) {
    const [key, word] = [keys[round] ?? 0, words[round] ?? 0];
    const next = (key + ((word >>> 8) | (word << 24))) ^ round;
    words.push(next);
    keys[round + 1] = ((key << 3) | (key >>> 29)) ^ next;
  }
  return keys;
}
