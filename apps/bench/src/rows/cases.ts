import { EXPRESS_SESSION, KEYV, TIMER_EACH } from '../contenders/index.js';
import type { Case } from '../suite/case.js';
import type { Figures } from '../suite/figures.js';
import { fullSize, MILLION, type Options } from '../suite/options.js';

/** The largest size for contenders that take very long to fill. */
const MAX_SIZES: Readonly<Record<string, number>> = {
  [KEYV]: 100_000,
  [EXPRESS_SESSION]: MILLION,
  [TIMER_EACH]: MILLION,
};

/** Every contender at every size that it can be filled to in time. */
export function casesOf(contenders: readonly string[], sizes: readonly number[]): Case[] {
  return sizes.flatMap((size) =>
    contenders
      .filter((contender) => size <= (MAX_SIZES[contender] ?? Infinity))
      .map((contender) => ({ contender, size })),
  );
}

/** Only cases of the size that the targets are set for run in every round. */
export function repeatsAtFullSize({ size }: Case, options: Options): boolean {
  return size === fullSize(options);
}

/** The size that in-process targets are judged at: a million, or the largest size of a smaller run. */
export function targetSize(figures: Figures): number {
  return Math.min(MILLION, figures.largestSize ?? MILLION);
}

/** Returns a function that gives a random id of the list at each call, at next to no cost. */
export function randomIds(ids: readonly string[]): () => string {
  const indexes = randomIndexes(ids.length);
  let next = 0;
  return () => {
    next = (next + 1) & (indexes.length - 1);
    return ids[indexes[next] ?? 0] ?? '';
  };
}

/** 2^20 random whole numbers below `size`: a power of two, so that a row can walk them round and round with a mask. */
function randomIndexes(size: number): Uint32Array {
  return Uint32Array.from({ length: 2 ** 20 }, () => Math.floor(Math.random() * size));
}
