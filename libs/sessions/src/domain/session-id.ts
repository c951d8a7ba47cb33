import { randomFillSync } from 'node:crypto';

/** 18 bytes are 144 random bits and, in base64url, 24 characters without padding. */
const RANDOM_BYTES = 18;
/** With a number, 20 bytes are random and the last four are the number: 32 characters. */
const NUMBERED_BYTES = 24;
const NUMBER_CHARACTERS = 6;
const pool = Buffer.alloc(NUMBERED_BYTES * 256);
let used = pool.length;

/**
 * A new session id, made by the system's CSPRNG. It may contain a whole number below 2^32, which tells a store where
 * the session is: see `numberIn`.
 */
export function newSessionId(number?: number): string {
  const length = number === undefined ? RANDOM_BYTES : NUMBERED_BYTES;
  if (used + length > pool.length) {
    // A call for each id would take ten times as long.
    randomFillSync(pool);
    used = 0;
  }
  if (number !== undefined) pool.writeUInt32BE(number, used + length - 4);
  const id = pool.toString('base64url', used, used + length);
  used += length;
  return id;
}

/** The end of an id, which contains its number. */
export function numberPart(id: string): string {
  return id.slice(-NUMBER_CHARACTERS);
}

/** The number in an id, or -1 if the string is not an id with a number. */
export function numberIn(id: string): number {
  if (id.length !== (NUMBERED_BYTES * 4) / 3) return -1;
  let number = 0;
  // Six characters are 36 bits. The shifts drop the first four.
  for (let at = id.length - NUMBER_CHARACTERS; at < id.length; at += 1) {
    const value = VALUES[id.charCodeAt(at)] ?? -1;
    if (value < 0) return -1;
    number = (number << 6) | value;
  }
  return number >>> 0;
}

/** The six bits of each base64url character, by its character code; -1 for other characters. */
const VALUES = new Int8Array(128).fill(-1);
Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_').forEach((code, value) => {
  VALUES[code] = value;
});
