import { randomInt } from 'node:crypto';
import { NumberColumns } from './number-columns.js';
import { USER_ENTRY } from './row-layout.js';
import { SlotBuckets } from './slot-buckets.js';
import { stringHash } from './string-hash.js';

/**
 * The sessions of each user, as a linked list from the oldest to the youngest. The slot of the oldest stands for the user
 * in a hash table, so that a user needs no object and no entry in a map.
 */
export class UserLists {
  readonly #oldest: SlotBuckets;
  #nextSerial = 0;
  /** Secret, so that nobody can choose users that all fall into one bucket. */
  readonly #seed = randomInt(2 ** 32);

  /** Keeps its entries in `USER_ENTRY.words` words of each row, from `word` on. */
  constructor(
    private readonly userIdOf: (slot: number) => string | undefined,
    private readonly rows: NumberColumns = new NumberColumns(USER_ENTRY.words),
    private readonly word = 0,
  ) {
    this.#oldest = new SlotBuckets(rows, word + USER_ENTRY.bucket);
  }

  /**
   * Adds the youngest session of a user; the answer is how many the user has now. Serials only rise. A session without a
   * user is in no list.
   */
  add(userId: string | undefined, slot: number, serial = this.#nextSerial): number {
    this.rows.setFloat(slot, this.word + USER_ENTRY.serial, serial);
    this.#nextSerial = serial + 1;
    if (userId === undefined) return 0;
    this.#set(slot, USER_ENTRY.younger, 0);
    const hash = this.#hash(userId);
    const oldest = this.#find(userId, hash);
    if (oldest < 0) {
      this.#lead(slot, hash, 1, slot);
      return 1;
    }
    const youngest = this.#get(oldest, USER_ENTRY.youngest);
    this.#join(youngest, slot);
    this.#set(oldest, USER_ENTRY.youngest, slot);
    return this.#changeCount(oldest, 1);
  }

  /** Removes a session of a user; the answer is how many the user has left. */
  remove(userId: string, slot: number): number {
    const older = this.#get(slot, USER_ENTRY.older) - 1;
    const younger = this.younger(slot);
    if (older < 0) return this.#removeOldest(slot, younger);
    const oldest = this.oldest(userId);
    this.#join(older, younger);
    if (younger < 0) this.#set(oldest, USER_ENTRY.youngest, older);
    return this.#changeCount(oldest, -1);
  }

  /** The slot of a user's oldest session, or -1. */
  oldest(userId: string): number {
    return this.#find(userId, this.#hash(userId));
  }

  /** The session of the same user that was created next, or -1. */
  younger(slot: number): number {
    return this.#get(slot, USER_ENTRY.younger) - 1;
  }

  /** A number that grows with each session that is created. */
  serial(slot: number): number {
    return this.rows.float(slot, this.word + USER_ENTRY.serial);
  }

  #removeOldest(slot: number, younger: number): number {
    const left = this.#get(slot, USER_ENTRY.count) - 1;
    const hash = this.#oldest.hash(slot);
    this.#oldest.remove(slot);
    if (younger >= 0) this.#lead(younger, hash, left, this.#get(slot, USER_ENTRY.youngest));
    return left;
  }

  /** Makes a session the oldest of its user. */
  #lead(slot: number, hash: number, count: number, youngest: number): void {
    this.#oldest.add(slot, hash);
    this.#set(slot, USER_ENTRY.older, 0);
    this.#set(slot, USER_ENTRY.count, count);
    this.#set(slot, USER_ENTRY.youngest, youngest);
  }

  #find(userId: string, hash: number): number {
    let slot = this.#oldest.first(hash);
    while (slot >= 0 && this.userIdOf(slot) !== userId) slot = this.#oldest.next(slot);
    return slot;
  }

  #hash(userId: string): number {
    return stringHash(userId, this.#seed);
  }

  /** Makes two sessions neighbours; `younger` is -1 if `older` is the last. */
  #join(older: number, younger: number): void {
    this.#set(older, USER_ENTRY.younger, younger + 1);
    if (younger >= 0) this.#set(younger, USER_ENTRY.older, older + 1);
  }

  #changeCount(oldest: number, change: number): number {
    const count = this.#get(oldest, USER_ENTRY.count) + change;
    this.#set(oldest, USER_ENTRY.count, count);
    return count;
  }

  #get(slot: number, column: number): number {
    return this.rows.integer(slot, 2 * this.word + column);
  }

  #set(slot: number, column: number, value: number): void {
    this.rows.setInteger(slot, 2 * this.word + column, value);
  }
}
