import { IntegerList } from './integer-list.js';
import { NumberColumns } from './number-columns.js';
import { BUCKET_ENTRY } from './row-layout.js';

/** Most buckets hold one slot or none. */
const BUCKETS_EACH = 4;

/**
 * A hash table of slots. The caller compares the keys of the slots that it finds.
 *
 * It grows by linear hashing: each slot that is added splits a few buckets, and no step moves all of them.
 */
export class SlotBuckets {
  /** The first slot of each bucket as slot + 1, or 0. */
  readonly #firsts = new IntegerList();
  #buckets = 1;
  /** All bits of the number of the last bucket. */
  #mask = 0;
  #size = 0;

  readonly #hashes: number;
  readonly #next: number;

  /** Keeps its entries in `BUCKET_ENTRY.words` words of each row, from `word` on. */
  constructor(
    private readonly rows: NumberColumns = new NumberColumns(BUCKET_ENTRY.words),
    word = 0,
  ) {
    this.#hashes = 2 * word + BUCKET_ENTRY.hash;
    this.#next = 2 * word + BUCKET_ENTRY.next;
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
    return this.rows.integer(slot, this.#hashes);
  }

  /** Adds a slot that is not in the table. The hash is any 32 bits. */
  add(slot: number, hash: number): void {
    this.rows.setInteger(slot, this.#hashes, hash);
    this.#push(slot, this.#bucketOf(hash));
    this.#size += 1;
    while (this.#size * BUCKETS_EACH > this.#buckets) this.#split();
  }

  /** Removes a slot that is in the table. */
  remove(slot: number): void {
    const bucket = this.#bucketOf(this.hash(slot));
    const after = this.rows.integer(slot, this.#next);
    let before = this.#firsts.get(bucket) - 1;
    if (before === slot) {
      this.#firsts.set(bucket, after);
    } else {
      while (this.#after(before) !== slot) before = this.#after(before);
      this.rows.setInteger(before, this.#next, after);
    }
    this.#size -= 1;
  }

  #fromOn(from: number, hash: number): number {
    let slot = from;
    while (slot >= 0 && this.hash(slot) !== hash) slot = this.#after(slot);
    return slot;
  }

  #push(slot: number, bucket: number): void {
    this.rows.setInteger(slot, this.#next, this.#firsts.get(bucket));
    this.#firsts.set(bucket, slot + 1);
  }

  /** Adds a bucket, and moves its share of the slots to it from the bucket that had both shares. */
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
    return this.rows.integer(slot, this.#next) - 1;
  }
}
