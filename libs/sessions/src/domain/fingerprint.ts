import { createHmac, randomBytes, type KeyObject } from 'node:crypto';
import { keyOf, type Secret } from './secret.js';

/** 60 bits: enough to tell sessions apart in a log. */
const CHARACTERS = 10;

/** A short keyed hash of a session id. A log can follow a session by its fingerprint without exposing the id. */
export class Fingerprint {
  readonly #key: KeyObject;

  /** Without a key, a session has the same fingerprint only within this process. */
  constructor(key: Secret = randomBytes(32)) {
    this.#key = keyOf(key);
  }

  of(id: string): string {
    return createHmac('sha256', this.#key).update(id).digest('base64url').slice(0, CHARACTERS);
  }
}
