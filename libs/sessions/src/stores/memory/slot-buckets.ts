import { PagedColumns } from './paged-columns.js';
import { PagedIntegers } from './paged-integers.js';

/** Most buckets hold one slot or none. */
const BUCKETS_EACH = 4;

/** How many float columns an entry takes. */
export const BUCKET_WIDTH = 1;

/**
 * A hash table of slots; what they stand for is compared by its user.
 *
 * It grows by linear hashing: a slot that is added splits two buckets, and no step ever moves them all.
 */
export class SlotBuckets {
  /** The first slot of each bucket as slot + 1, or 0. */
  readonly #firsts = new PagedIntegers();
  #buckets = 1;
  /** All bits of the number of the last bucket. */
  #mask = 0;
  #size = 0;

  /** Integer columns: the hash of a slot, and the next slot of its bucket as slot + 1, or 0. */
  readonly #hashes: number;
  readonly #next: number;

  /** Keeps its entries in `BUCKET_WIDTH` columns of a table from `column` on. */
  constructor(
    private readonly table: PagedColumns = new PagedColumns(BUCKET_WIDTH),
    column = 0,
  ) {
    this.#hashes = 2 * column;
    this.#next = 2 * column + 1;
  }

  /** The first slot with this hash, or -1. */
  first(hash: number): number {
    return this.#fromOn(this.#firsts.get(this.#bucketOf(hash)) - 1, hash);
  }

  /** The next slot with the same hash, or -1. */
  next(slot: number): number {
    return this.#fromOn(this.#after(slot), this.hash(slot));
  }

  /** The hash of a slot that is in the table. */
  hash(slot: number): number {
    return this.table.integer(slot, this.#hashes);
  }

  /** Adds a slot that is not in the table. The hash is any 32 bits. */
  add(slot: number, hash: number): void {
    this.table.setInteger(slot, this.#hashes, hash);
    this.#push(slot, this.#bucketOf(hash));
    this.#size += 1;
    while (this.#size * BUCKETS_EACH > this.#buckets) this.#split();
  }

  /** Removes a slot that is in the table. */
  remove(slot: number): void {
    const bucket = this.#bucketOf(this.hash(slot));
    const after = this.table.integer(slot, this.#next);
    let before = this.#firsts.get(bucket) - 1;
    if (before === slot) {
      this.#firsts.set(bucket, after);
    } else {
      while (this.#after(before) !== slot) before = this.#after(before);
      this.table.setInteger(before, this.#next, after);
    }
    this.#size -= 1;
  }

  #fromOn(from: number, hash: number): number {
    let slot = from;
    while (slot >= 0 && this.hash(slot) !== hash) slot = this.#after(slot);
    return slot;
  }

  #push(slot: number, bucket: number): void {
    this.table.setInteger(slot, this.#next, this.#firsts.get(bucket));
    this.#firsts.set(bucket, slot + 1);
  }

  /** Adds a bucket, and moves to it what falls into it of the one that had to do for both. */
  #split(): void {
    const added = this.#buckets;
    this.#buckets += 1;
    if (added > this.#mask) this.#mask = this.#mask * 2 + 1;
    const from = added & (this.#mask >>> 1);
    let slot = this.#firsts.get(from) - 1;
    this.#firsts.set(from, 0);
    while (slot >= 0) {
      const after = this.#after(slot);
      this.#push(slot, this.#bucketOf(this.hash(slot)));
      slot = after;
    }
  }

  #bucketOf(hash: number): number {
    const bucket = hash & this.#mask;
    return bucket < this.#buckets ? bucket : bucket & (this.#mask >>> 1);
  }

  #after(slot: number): number {
    return this.table.integer(slot, this.#next) - 1;
  }
}
