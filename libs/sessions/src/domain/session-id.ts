import { randomFillSync } from 'node:crypto';

/** 18 bytes are 144 random bits and, in base64url, 24 characters without padding. */
const ID_BYTES = 18;
const pool = Buffer.alloc(ID_BYTES * 256);
let used = pool.length;

/** A new session id from the system's CSPRNG, drawn in blocks because one call for each id costs ten times as much. */
export function newSessionId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const id = pool.toString('base64url', used, used + ID_BYTES);
  pool.fill(0, used, used + ID_BYTES);
  used += ID_BYTES;
  return id;
}
