/** 4096 rows a block. A block is never copied, so growing takes the same short time at any size. */
const BLOCK_BITS = 12;
const ROWS = 1 << BLOCK_BITS;

/**
 * Rows of numbers, by slot. The garbage collector never looks into them. A row is `words` float columns of 64 bits;
 * integer columns `2 * n` and `2 * n + 1` share the word of float column `n`. New rows are zero.
 */
export class NumberColumns {
  readonly #floats: Float64Array[] = [];
  readonly #integers: Int32Array[] = [];

  constructor(private readonly words: number) {}

  float(slot: number, column: number): number {
    return this.#floats[slot >>> BLOCK_BITS]?.[(slot & (ROWS - 1)) * this.words + column] ?? 0;
  }

  setFloat(slot: number, column: number, value: number): void {
    const block = this.#floats[slot >>> BLOCK_BITS] ?? this.#grow(slot).floats;
    block[(slot & (ROWS - 1)) * this.words + column] = value;
  }

  integer(slot: number, column: number): number {
    return this.#integers[slot >>> BLOCK_BITS]?.[(slot & (ROWS - 1)) * this.words * 2 + column] ?? 0;
  }

  setInteger(slot: number, column: number, value: number): void {
    const block = this.#integers[slot >>> BLOCK_BITS] ?? this.#grow(slot).integers;
    block[(slot & (ROWS - 1)) * this.words * 2 + column] = value;
  }

  #grow(slot: number): { floats: Float64Array; integers: Int32Array } {
    const floats = new Float64Array(ROWS * this.words);
    const integers = new Int32Array(floats.buffer);
    this.#floats[slot >>> BLOCK_BITS] = floats;
    this.#integers[slot >>> BLOCK_BITS] = integers;
    return { floats, integers };
  }
}
