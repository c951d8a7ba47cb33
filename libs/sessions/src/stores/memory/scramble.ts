import { randomBytes } from 'node:crypto';

const SECRET_BYTES = 8;

/**
 * A secret one-to-one mixing of the numbers below 2^32. Slots go through it before they stand in a session id, so that
 * an id does not tell how many sessions there are.
 */
export class Scramble {
  readonly #key: number;
  readonly #factor: number;
  readonly #inverse: number;

  /** With the secret of another one it mixes in the same way. It is 8 bytes, by default random ones. */
  constructor(secret: Uint8Array = randomBytes(SECRET_BYTES)) {
    const numbers = new DataView(secret.buffer, secret.byteOffset, SECRET_BYTES);
    this.#key = numbers.getUint32(0);
    this.#factor = numbers.getInt32(4) | 1;
    this.#inverse = inverseOf(this.#factor);
  }

  mix(slot: number): number {
    const mixed = Math.imul(slot ^ this.#key, this.#factor);
    return Math.imul(mixed ^ (mixed >>> 16), this.#factor) >>> 0;
  }

  unmix(place: number): number {
    const mixed = Math.imul(place, this.#inverse);
    return (Math.imul(mixed ^ (mixed >>> 16), this.#inverse) ^ this.#key) >>> 0;
  }
}

/** The number that gives 1 when multiplied by an odd one, in 32 bits. Each step doubles how many bits are right. */
function inverseOf(odd: number): number {
  let inverse = odd;
  for (let step = 0; step < 5; step += 1) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse;
}
