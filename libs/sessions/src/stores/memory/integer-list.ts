/** 2048 integers a block: small enough for a list of few, and a block is never copied. */
const BLOCK_BITS = 11;
const LENGTH = 1 << BLOCK_BITS;

/** A list of 32-bit integers, zero until they are set. Growing takes the same short time at any size. */
export class IntegerList {
  readonly #blocks: Int32Array[] = [];

  get(at: number): number {
    return this.#blocks[at >>> BLOCK_BITS]?.[at & (LENGTH - 1)] ?? 0;
  }

  set(at: number, value: number): void {
    const block = this.#blocks[at >>> BLOCK_BITS] ?? this.#grow(at >>> BLOCK_BITS);
    block[at & (LENGTH - 1)] = value;
  }

  /** Blocks come in order, so that the list of them has no holes. */
  #grow(number: number): Int32Array {
    while (this.#blocks.length < number) this.#blocks.push(new Int32Array(LENGTH));
    const block = new Int32Array(LENGTH);
    this.#blocks.push(block);
    return block;
  }
}
