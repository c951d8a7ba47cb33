import { randomInt } from 'node:crypto';
import { PagedColumns } from './paged-columns.js';
import { BUCKET_WIDTH, SlotBuckets } from './slot-buckets.js';

/** Columns of an entry: a float, then integers. */
const PLACE = 0;
/** The neighbours in the list of the user, as slot + 1, or 0. */
const OLDER = 2;
const YOUNGER = 3;
/** Kept in the row of the oldest session: how many there are, and the slot of the youngest. */
const COUNT = 4;
const YOUNGEST = 5;
/** The entry of the hash table, likewise. */
const BUCKET = 3;

/** How many float columns an entry takes. */
export const USER_WIDTH = BUCKET + BUCKET_WIDTH;

/**
 * The sessions of each user, as a list from the oldest to the youngest. The slot of the oldest stands for the user, in a
 * hash table of slots, so that a user takes no object and no entry in a map.
 */
export class UserTable {
  readonly #oldest: SlotBuckets;
  #nextPlace = 0;
  /** Secret, so that nobody can choose users that all fall into one bucket. */
  readonly #seed = randomInt(2 ** 32);

  /** Keeps its entries in `USER_WIDTH` columns of a table from `column` on. */
  constructor(
    private readonly userIdOf: (slot: number) => string,
    private readonly table: PagedColumns = new PagedColumns(USER_WIDTH),
    private readonly column = 0,
  ) {
    this.#oldest = new SlotBuckets(table, column + BUCKET);
  }

  /** Adds the youngest session of a user; the answer is how many the user has now. Places only rise. */
  add(userId: string, slot: number, place = this.#nextPlace): number {
    this.table.setFloat(slot, this.column + PLACE, place);
    this.#nextPlace = place + 1;
    this.#set(slot, YOUNGER, 0);
    const hash = this.#hash(userId);
    const oldest = this.#find(userId, hash);
    if (oldest < 0) {
      this.#lead(slot, hash, 1, slot);
      return 1;
    }
    const youngest = this.#get(oldest, YOUNGEST);
    this.#tie(youngest, slot);
    this.#set(oldest, YOUNGEST, slot);
    return this.#count(oldest, 1);
  }

  /** Removes a session of a user; the answer is how many the user has left. */
  remove(userId: string, slot: number): number {
    const older = this.#get(slot, OLDER) - 1;
    const younger = this.younger(slot);
    if (older < 0) return this.#removeOldest(slot, younger);
    const oldest = this.oldest(userId);
    this.#tie(older, younger);
    if (younger < 0) this.#set(oldest, YOUNGEST, older);
    return this.#count(oldest, -1);
  }

  count(userId: string): number {
    const oldest = this.oldest(userId);
    return oldest < 0 ? 0 : this.#get(oldest, COUNT);
  }

  /** The slot of a user's oldest session, or -1. */
  oldest(userId: string): number {
    return this.#find(userId, this.#hash(userId));
  }

  /** The session of the same user that was created next, or -1. */
  younger(slot: number): number {
    return this.#get(slot, YOUNGER) - 1;
  }

  /** Where a session stands in the order of creation. */
  place(slot: number): number {
    return this.table.float(slot, this.column + PLACE);
  }

  #removeOldest(slot: number, younger: number): number {
    const left = this.#get(slot, COUNT) - 1;
    const hash = this.#oldest.hash(slot);
    this.#oldest.remove(slot);
    if (younger >= 0) this.#lead(younger, hash, left, this.#get(slot, YOUNGEST));
    return left;
  }

  /** Makes a session the oldest of its user. */
  #lead(slot: number, hash: number, count: number, youngest: number): void {
    this.#oldest.add(slot, hash);
    this.#set(slot, OLDER, 0);
    this.#set(slot, COUNT, count);
    this.#set(slot, YOUNGEST, youngest);
  }

  #find(userId: string, hash: number): number {
    let slot = this.#oldest.first(hash);
    while (slot >= 0 && this.userIdOf(slot) !== userId) slot = this.#oldest.next(slot);
    return slot;
  }

  #hash(userId: string): number {
    let hash = this.#seed | 0;
    for (let at = 0; at < userId.length; at += 1) {
      hash = Math.imul(hash ^ userId.charCodeAt(at), 0x5bd1e995);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  /** Makes two sessions neighbours; a `younger` of -1 is none. */
  #tie(older: number, younger: number): void {
    this.#set(older, YOUNGER, younger + 1);
    if (younger >= 0) this.#set(younger, OLDER, older + 1);
  }

  #count(oldest: number, change: number): number {
    const count = this.#get(oldest, COUNT) + change;
    this.#set(oldest, COUNT, count);
    return count;
  }

  #get(slot: number, column: number): number {
    return this.table.integer(slot, 2 * this.column + column);
  }

  #set(slot: number, column: number, value: number): void {
    this.table.setInteger(slot, 2 * this.column + column, value);
  }
}
