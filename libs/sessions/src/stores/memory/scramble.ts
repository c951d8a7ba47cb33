import { randomInt } from 'node:crypto';

/**
 * A secret one-to-one mixing of the numbers below 2^32. Slots go through it before they stand in a session id, so that
 * an id does not tell how many sessions there are.
 */
export class Scramble {
  readonly #key = randomInt(2 ** 32);
  readonly #factor = (randomInt(2 ** 31) * 2 + 1) | 0;
  readonly #inverse = inverseOf(this.#factor);

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
