import { randomFillSync } from 'node:crypto';

/** 18 bytes are 144 random bits and, in base64url, 24 characters without padding. */
const RANDOM_BYTES = 18;
/** With a place, 20 bytes are random and the last four tell the place: 32 characters. */
const PLACED_BYTES = 24;
const PLACE_CHARACTERS = 6;
const pool = Buffer.alloc(PLACED_BYTES * 256);
let used = pool.length;

/**
 * A new session id, from the system's CSPRNG. It may carry a place, a whole number below 2^32, by which a store finds the
 * session again: see `placeIn`.
 */
export function newSessionId(place?: number): string {
  const length = place === undefined ? RANDOM_BYTES : PLACED_BYTES;
  if (used + length > pool.length) {
    // One call for each id would cost ten times as much.
    randomFillSync(pool);
    used = 0;
  }
  if (place !== undefined) pool.writeUInt32BE(place, used + length - 4);
  const id = pool.toString('base64url', used, used + length);
  used += length;
  return id;
}

/** The end of an id, which carries its place. */
export function placePart(id: string): string {
  return id.slice(-PLACE_CHARACTERS);
}

/** The place that an id carries, or -1 for a text that is no such id. */
export function placeIn(id: string): number {
  if (id.length !== (PLACED_BYTES * 4) / 3) return -1;
  let place = 0;
  // Six characters are 36 bits; the first four bits leave on the left.
  for (let at = id.length - PLACE_CHARACTERS; at < id.length; at += 1) {
    const value = VALUES[id.charCodeAt(at)] ?? -1;
    if (value < 0) return -1;
    place = (place << 6) | value;
  }
  return place >>> 0;
}

/** By character code, the six bits that a character of base64url stands for, or -1. */
const VALUES = new Int8Array(128).fill(-1);
Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_').forEach((code, value) => {
  VALUES[code] = value;
});
