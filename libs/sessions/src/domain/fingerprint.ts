import { createHmac, randomBytes, type KeyObject } from 'node:crypto';
import { keyOf, type Secret } from './secret.js';

/** 60 bits: enough to tell sessions apart in a log. */
const CHARACTERS = 10;

/** A short keyed hash of a session id, by which a log can follow a session without telling who could hold it. */
export class Fingerprint {
  readonly #key: KeyObject;

  /** Without a key, fingerprints hold in this process only. */
  constructor(key: Secret = randomBytes(32)) {
    this.#key = keyOf(key);
  }

  of(id: string): string {
    return createHmac('sha256', this.#key).update(id).digest('base64url').slice(0, CHARACTERS);
  }
}
