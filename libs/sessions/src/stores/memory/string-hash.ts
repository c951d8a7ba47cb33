/**
 * The hash of a string for a table, 32 bits. Give it a secret seed if clients choose the strings. Otherwise they could choose
 * strings that all fall into one bucket.
 */
export function stringHash(string: string, seed = 0): number {
  let hash = seed | 0;
  for (let at = 0; at < string.length; at += 1) {
    hash = Math.imul(hash ^ string.charCodeAt(at), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  return hash;
}
