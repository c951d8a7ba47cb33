import { createHmac } from 'node:crypto';
import { InvalidOptionsError } from './errors.js';
import { isSecret, keyOf, SECRETS_ALLOWED, type Secret } from './secret.js';

/** What a store keeps in place of an id: 43 characters of base64url. */
export type IdHash = (id: string) => string;

/**
 * A keyed hash of ids, HMAC-SHA-256: who reads the store but not the key can open no session with it. Without a key, ids
 * are kept as they are. Throws `InvalidOptionsError`.
 */
export function idHash(key: Secret | undefined): IdHash | undefined {
  if (key === undefined) return undefined;
  if (!isSecret(key)) throw new InvalidOptionsError([`idKey is not a valid key, allowed is ${SECRETS_ALLOWED}`]);
  const secret = keyOf(key);
  return (id) => createHmac('sha256', secret).update(id).digest('base64url');
}
