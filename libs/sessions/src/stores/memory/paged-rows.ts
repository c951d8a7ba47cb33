/** 4096 rows a page: pages are never copied, so growing takes the same short time at any size. */
const PAGE_BITS = 12;
const ROWS = 1 << PAGE_BITS;

/**
 * Rows of values, by slot, each a tuple of its own types. They lie side by side, so that a row takes no object of its
 * own and is found in one look.
 */
export class PagedRows<Row extends readonly unknown[]> {
  readonly #pages: unknown[][] = [];

  constructor(private readonly width: Row['length']) {}

  get<Column extends keyof Row & number>(slot: number, column: Column): Row[Column] | undefined {
    const value = this.#pages[slot >>> PAGE_BITS]?.[(slot & (ROWS - 1)) * this.width + column];
    // `set` is the only one that writes, and takes for each column its own type.
    return value;
  }

  set<Column extends keyof Row & number>(slot: number, column: Column, value: Row[Column] | undefined): void {
    const page = (this.#pages[slot >>> PAGE_BITS] ??= Array.from({ length: ROWS * this.width }));
    page[(slot & (ROWS - 1)) * this.width + column] = value;
  }
}
