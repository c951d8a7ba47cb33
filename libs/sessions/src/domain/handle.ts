import { randomPool, takeRandom } from './random-bytes.js';

const BYTES = 8;
const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES = Uint8Array.from(CHARACTERS, (character) => character.charCodeAt(0));
/** The six bits of each character, by its code. */
const VALUES = new Uint8Array(128);
CODES.forEach((code, bits) => (VALUES[code] = bits));

/** A handle as two words of 32 bits. */
export interface HandleWords {
  readonly high: number;
  readonly low: number;
}

/** A new handle: 64 random bits, which are 11 characters of base64url. */
export function newHandle(): string {
  const { high, low } = newHandleWords();
  return handleOf(high, low);
}

export function newHandleWords(): HandleWords {
  const at = takeRandom(BYTES);
  return { high: randomPool.readInt32BE(at), low: randomPool.readInt32BE(at + 4) };
}

/** The handle with these words. `Buffer` would take five times as long, and each answer about a session has its handle. */
export function handleOf(high: number, low: number): string {
  return String.fromCharCode(
    code(high >>> 26),
    code(high >>> 20),
    code(high >>> 14),
    code(high >>> 8),
    code(high >>> 2),
    code((high << 4) | (low >>> 28)),
    code(low >>> 22),
    code(low >>> 16),
    code(low >>> 10),
    code(low >>> 4),
    code(low << 2),
  );
}

/** The words of a handle that `handleOf` made. This runs for each new session, so it must be quick, too. */
export function handleWords(handle: string): HandleWords {
  const at = (index: number): number => VALUES[handle.charCodeAt(index)] ?? 0;
  const shared = at(5);
  return {
    high: (at(0) << 26) | (at(1) << 20) | (at(2) << 14) | (at(3) << 8) | (at(4) << 2) | (shared >> 4),
    low: (shared << 28) | (at(6) << 22) | (at(7) << 16) | (at(8) << 10) | (at(9) << 4) | (at(10) >> 2),
  };
}

export function isHandle(value: unknown): value is string {
  return typeof value === 'string' && HANDLE.test(value);
}

const HANDLE = /^[A-Za-z0-9_-]{11}$/;

function code(bits: number): number {
  return CODES[bits & 63] ?? 0;
}
