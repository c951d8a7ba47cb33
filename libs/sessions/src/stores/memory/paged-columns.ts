/** 4096 rows a page: pages are never copied, so growing takes the same short time at any size. */
const PAGE_BITS = 12;
const ROWS = 1 << PAGE_BITS;

/**
 * Rows of numbers, by slot, that the garbage collector never looks into. A row is `width` 64-bit float columns side by
 * side; integer columns `2 * n` and `2 * n + 1` use the place of float column `n`. New rows are zero.
 */
export class PagedColumns {
  readonly #floats: Float64Array[] = [];
  readonly #integers: Int32Array[] = [];

  constructor(private readonly width: number) {}

  float(slot: number, column: number): number {
    return this.#floats[slot >>> PAGE_BITS]?.[(slot & (ROWS - 1)) * this.width + column] ?? 0;
  }

  setFloat(slot: number, column: number, value: number): void {
    const page = this.#floats[slot >>> PAGE_BITS] ?? this.#grow(slot).floats;
    page[(slot & (ROWS - 1)) * this.width + column] = value;
  }

  integer(slot: number, column: number): number {
    return this.#integers[slot >>> PAGE_BITS]?.[(slot & (ROWS - 1)) * this.width * 2 + column] ?? 0;
  }

  setInteger(slot: number, column: number, value: number): void {
    const page = this.#integers[slot >>> PAGE_BITS] ?? this.#grow(slot).integers;
    page[(slot & (ROWS - 1)) * this.width * 2 + column] = value;
  }

  #grow(slot: number): { floats: Float64Array; integers: Int32Array } {
    const floats = new Float64Array(ROWS * this.width);
    const integers = new Int32Array(floats.buffer);
    this.#floats[slot >>> PAGE_BITS] = floats;
    this.#integers[slot >>> PAGE_BITS] = integers;
    return { floats, integers };
  }
}
