import { randomFillSync } from 'node:crypto';

/** 18 bytes are 144 random bits and, in base64url, 24 characters without padding. */
const RANDOM_BYTES = 18;
/** With a number, 20 bytes are random and the last four are the number: 32 characters. */
const NUMBERED_BYTES = 24;
const NUMBER_CHARACTERS = 6;
const pool = Buffer.alloc(NUMBERED_BYTES * 256);
let used = pool.length;

/**
 * A new session id, from the system's CSPRNG. It may carry a whole number below 2^32, by which a store finds the session:
 * see `numberIn`.
 */
export function newSessionId(number?: number): string {
  const length = number === undefined ? RANDOM_BYTES : NUMBERED_BYTES;
  if (used + length > pool.length) {
    // One call for each id would cost ten times as much.
    randomFillSync(pool);
    used = 0;
  }
  if (number !== undefined) pool.writeUInt32BE(number, used + length - 4);
  const id = pool.toString('base64url', used, used + length);
  used += length;
  return id;
}

/** The end of an id, which carries its number. */
export function numberPart(id: string): string {
  return id.slice(-NUMBER_CHARACTERS);
}

/** The number that an id carries, or -1 for a string that is not such an id. */
export function numberIn(id: string): number {
  if (id.length !== (NUMBERED_BYTES * 4) / 3) return -1;
  let number = 0;
  // Six characters are 36 bits; the first four bits leave on the left.
  for (let at = id.length - NUMBER_CHARACTERS; at < id.length; at += 1) {
    const value = VALUES[id.charCodeAt(at)] ?? -1;
    if (value < 0) return -1;
    number = (number << 6) | value;
  }
  return number >>> 0;
}

/** By character code, the six bits that a character of base64url stands for, or -1. */
const VALUES = new Int8Array(128).fill(-1);
Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_').forEach((code, value) => {
  VALUES[code] = value;
});
