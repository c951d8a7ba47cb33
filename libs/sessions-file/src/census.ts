import { crc32 } from 'node:zlib';

/** Sessions a page: pages are never copied, so growing takes the same short time at any size. */
const PAGE_BITS = 14;
const PAGE = 1 << PAGE_BITS;

/**
 * A sum over everything in the database. Each batch writes the sum of all entries after it, and opening compares this with the
 * sum of what it reads. LevelDB skips parts of its log that it can't read, and does not check the tables that it reads. Without
 * the sum, a damaged file could open to a state that never existed.
 */
export class Census {
  #sum = 0;
  #sessions = 0;
  /** By slot, the checksums of a session's record and times; 0 for none. */
  readonly #pages: Uint32Array[] = [];
  /** By key, of all other entries. */
  readonly #others = new Map<string, number>();

  get sum(): number {
    return this.#sum;
  }

  get sessions(): number {
    return this.#sessions;
  }

  /** Whether it counts a record in this slot. */
  has(slot: number): boolean {
    return this.#page(slot)[(slot & (PAGE - 1)) * 2] !== 0;
  }

  /** Replaces the record of a session in the sum. `undefined` removes it. */
  record(slot: number, key: Buffer, value: Buffer | undefined): void {
    const page = this.#page(slot);
    const at = (slot & (PAGE - 1)) * 2;
    const before = page[at] ?? 0;
    const after = checksum(key, value);
    if (before === 0 && after !== 0) this.#sessions += 1;
    if (before !== 0 && after === 0) this.#sessions -= 1;
    page[at] = after;
    this.#change(before, after);
  }

  /** Replaces the times of a session in the sum. `undefined` removes them. */
  times(slot: number, key: Buffer, value: Buffer | undefined): void {
    const page = this.#page(slot);
    const at = (slot & (PAGE - 1)) * 2 + 1;
    const before = page[at] ?? 0;
    const after = checksum(key, value);
    page[at] = after;
    this.#change(before, after);
  }

  other(key: Buffer, value: Buffer | undefined): void {
    const name = key.toString('latin1');
    const after = checksum(key, value);
    this.#change(this.#others.get(name) ?? 0, after);
    if (after === 0) this.#others.delete(name);
    else this.#others.set(name, after);
  }

  #change(before: number, after: number): void {
    this.#sum = (this.#sum + after - before) >>> 0;
  }

  #page(slot: number): Uint32Array {
    return (this.#pages[slot >>> PAGE_BITS] ??= new Uint32Array(PAGE * 2));
  }
}

/** Never 0 for an entry. */
function checksum(key: Buffer, value: Buffer | undefined): number {
  if (value === undefined) return 0;
  const ofKey = crc32(key);
  // zlib gives 0 for a buffer without memory. Some empty buffers have none.
  return (value.length === 0 ? ofKey : crc32(value, ofKey)) || 1;
}
