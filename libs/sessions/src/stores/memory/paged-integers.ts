/** 2048 integers a page: small enough for an index of few entries, and pages are never copied. */
const PAGE_BITS = 11;
const LENGTH = 1 << PAGE_BITS;

/** 32-bit integers by place, zero until they are set. Growing takes the same short time at any size. */
export class PagedIntegers {
  readonly #pages: Int32Array[] = [];

  get(place: number): number {
    return this.#pages[place >>> PAGE_BITS]?.[place & (LENGTH - 1)] ?? 0;
  }

  set(place: number, value: number): void {
    const page = this.#pages[place >>> PAGE_BITS] ?? this.#grow(place >>> PAGE_BITS);
    page[place & (LENGTH - 1)] = value;
  }

  /** Pages come in order, so that the list of them has no holes. */
  #grow(number: number): Int32Array {
    while (this.#pages.length < number) this.#pages.push(new Int32Array(LENGTH));
    const page = new Int32Array(LENGTH);
    this.#pages.push(page);
    return page;
  }
}
