import { randomPool, takeRandom } from './random-bytes.js';

/** 18 bytes are 144 random bits and, in base64url, 24 characters without padding. */
const RANDOM_BYTES = 18;
/**
 * With a number, an id has 16 random bytes, then 8 bytes that hide the number and 32 more random bits. In base64url
 * these are 32 characters.
 */
const NUMBERED_BYTES = 24;
const NUMBERED_CHARACTERS = 32;
/** The position of the first character with bits of the hidden number. */
const FIRST = 21;

/** Hides numbers below 2^32 in ids. */
export interface NumberCipher {
  /**
   * Encrypts a number together with 32 random bits. Returns two words of 32 bits, which are valid until the next call.
   */
  seal(number: number, random: number): Int32Array;
  /** Decrypts the two words of `seal` and returns the number. */
  open(high: number, low: number): number;
}

/** A new session id, made by the system's CSPRNG. */
export function newSessionId(): string {
  const at = takeRandom(RANDOM_BYTES);
  return randomPool.toString('base64url', at, at + RANDOM_BYTES);
}

/** A new session id that hides a number. The number tells a store where the session is: see `numberIn`. */
export function newNumberedId(number: number, cipher: NumberCipher): string {
  const at = takeRandom(NUMBERED_BYTES);
  const block = cipher.seal(number, randomPool.readInt32BE(at + 20));
  // Destructuring would create an iterator for each id.
  randomPool.writeInt32BE(block[0] ?? 0, at + 16);
  randomPool.writeInt32BE(block[1] ?? 0, at + 20);
  return randomPool.toString('base64url', at, at + NUMBERED_BYTES);
}

/** The end of an id, which hides its number. */
export function numberPart(id: string): string {
  return id.slice(FIRST);
}

/** The number that an id hides, or -1 if the string is not an id with a number. */
export function numberIn(id: string, cipher: NumberCipher): number {
  if (id.length !== NUMBERED_CHARACTERS) return -1;
  let high = valueAt(id, FIRST);
  let invalid = high;
  for (let at = FIRST + 1; at < FIRST + 5; at += 1) {
    const value = valueAt(id, at);
    invalid |= value;
    high = (high << 6) | value;
  }
  // The two words share this character: it has four bits of the first word and two of the second.
  const shared = valueAt(id, FIRST + 5);
  invalid |= shared;
  high = (high << 4) | (shared >> 2);
  let low = shared;
  for (let at = FIRST + 6; at < NUMBERED_CHARACTERS; at += 1) {
    const value = valueAt(id, at);
    invalid |= value;
    low = (low << 6) | value;
  }
  return invalid < 0 ? -1 : cipher.open(high, low);
}

function valueAt(id: string, at: number): number {
  return VALUES[id.charCodeAt(at)] ?? -1;
}

/** The six bits of each base64url character, by its character code; -1 for other characters. */
const VALUES = new Int8Array(128).fill(-1);
Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_').forEach((code, value) => {
  VALUES[code] = value;
});
