import { createSecretKey, type KeyObject } from 'node:crypto';

const LEAST_BYTES = 32;

/** Describes a valid key, for messages. No message contains a key. */
export const SECRETS_ALLOWED = `a string or bytes, of at least ${String(LEAST_BYTES)} bytes`;

export type Secret = string | Uint8Array;

export function isSecret(value: unknown): value is Secret {
  if (typeof value === 'string') return Buffer.byteLength(value) >= LEAST_BYTES;
  return value instanceof Uint8Array && value.length >= LEAST_BYTES;
}

export function keyOf(secret: Secret): KeyObject {
  return createSecretKey(typeof secret === 'string' ? Buffer.from(secret) : secret);
}
