import { randomFillSync } from 'node:crypto';

/** Random bytes of the system's CSPRNG. Read only what `takeRandom` gave. */
export const randomPool = Buffer.alloc(8192);
let used = randomPool.length;

/** Reserves random bytes in the pool and returns their position. */
export function takeRandom(bytes: number): number {
  if (used + bytes > randomPool.length) {
    // A call for each id would take ten times as long.
    randomFillSync(randomPool);
    used = 0;
  }
  used += bytes;
  return used - bytes;
}
