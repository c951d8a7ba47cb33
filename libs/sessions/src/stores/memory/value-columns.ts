/** 4096 rows a block. A block is never copied, so growing takes the same short time at any size. */
const BLOCK_BITS = 12;
const ROWS = 1 << BLOCK_BITS;

/**
 * Rows of values, by slot, each a tuple with a type for each column. The values lie side by side, so that a row needs no
 * object of its own.
 */
export class ValueColumns<Row extends readonly unknown[]> {
  readonly #blocks: unknown[][] = [];

  constructor(private readonly columns: Row['length']) {}

  get<Column extends keyof Row & number>(slot: number, column: Column): Row[Column] | undefined {
    // Only `set` writes, and it takes the type of the column.
    return this.#blocks[slot >>> BLOCK_BITS]?.[(slot & (ROWS - 1)) * this.columns + column];
  }

  set<Column extends keyof Row & number>(slot: number, column: Column, value: Row[Column] | undefined): void {
    const block = (this.#blocks[slot >>> BLOCK_BITS] ??= Array.from({ length: ROWS * this.columns }));
    block[(slot & (ROWS - 1)) * this.columns + column] = value;
  }
}
