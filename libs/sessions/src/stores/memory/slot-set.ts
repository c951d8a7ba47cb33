import { PagedIntegers } from './paged-integers.js';

/** Each level has a bit for every word of the level below; seven of them hold any slot. */
const LEVELS = 7;
const WORD_BITS = 5;

/** A set of slots that gives its members in order, in a bit for each and a few words a look. */
export class SlotSet {
  readonly #levels = Array.from({ length: LEVELS }, () => new PagedIntegers());

  add(slot: number): void {
    let at = slot;
    for (const words of this.#levels) {
      const word = at >>> WORD_BITS;
      const before = words.get(word);
      words.set(word, before | bit(at));
      if (before !== 0) return;
      at = word;
    }
  }

  remove(slot: number): void {
    let at = slot;
    for (const words of this.#levels) {
      const word = at >>> WORD_BITS;
      const after = words.get(word) & ~bit(at);
      words.set(word, after);
      if (after !== 0) return;
      at = word;
    }
  }

  /** The least member that is not below this slot, or -1. */
  ceiling(slot: number): number {
    let at = slot;
    for (let level = 0; level < LEVELS; level += 1) {
      const word = at >>> WORD_BITS;
      const rest = this.#word(level, word) & -bit(at);
      if (rest !== 0) return this.#least(level, word, rest);
      at = word + 1;
    }
    return -1;
  }

  /** The least slot below what the lowest bit of a word stands for. */
  #least(from: number, fromWord: number, bits: number): number {
    let at = fromWord * 32 + lowest(bits);
    for (let level = from - 1; level >= 0; level -= 1) at = at * 32 + lowest(this.#word(level, at));
    return at;
  }

  #word(level: number, word: number): number {
    return this.#levels[level]?.get(word) ?? 0;
  }
}

function bit(at: number): number {
  return 1 << (at & 31);
}

/** The place of the lowest bit that is set. */
function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
