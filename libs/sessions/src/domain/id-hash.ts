import { createHmac } from 'node:crypto';
import { InvalidOptionsError } from './errors.js';
import { isSecret, keyOf, SECRETS_ALLOWED, type Secret } from './secret.js';

/** Computes what a store keeps instead of an id: 43 characters of base64url. */
export type IdHash = (id: string) => string;

/**
 * Hashes ids with HMAC-SHA-256, so that a person who reads the store without the key can open no session. Returns
 * `undefined` without a key; the store then keeps the ids themselves. Throws `InvalidOptionsError`.
 */
export function idHash(key: Secret | undefined): IdHash | undefined {
  if (key === undefined) return undefined;
  if (!isSecret(key)) throw new InvalidOptionsError([`idKey is not a valid key, allowed is ${SECRETS_ALLOWED}`]);
  const secret = keyOf(key);
  return (id) => createHmac('sha256', secret).update(id).digest('base64url');
}
