import { NumberColumns } from './number-columns.js';
import { TIME_ENTRY } from './row-layout.js';
import { TimeIndex } from './time-index.js';
import { UserLists } from './user-lists.js';

/** A user with more sessions than this gets indexes, so that no operation walks all of them. */
export const FEW = 256;

/** The indexes of a user with many sessions. */
export interface UserIndexes {
  readonly bySerial: TimeIndex;
  readonly byExpiry: TimeIndex;
}

/** What `Users` asks about a session. */
export interface UserSessions {
  /** `undefined` for a guest. */
  userId(slot: number): string | undefined;
  expiresAt(slot: number): number;
}

/** The sessions of each user, oldest first. The sessions of a user with many are in indexes as well. */
export class Users {
  readonly #lists: UserLists;
  readonly #indexes = new Map<string, UserIndexes>();
  readonly #entries = new NumberColumns(2 * TIME_ENTRY.words);

  /** Keeps an entry for every session in `USER_ENTRY.words` words of its row, from `word` on. */
  constructor(
    private readonly sessions: UserSessions,
    rows?: NumberColumns,
    word?: number,
  ) {
    this.#lists = new UserLists((slot) => sessions.userId(slot), rows, word);
  }

  /** Adds the youngest session of a user; `serial` only for one that is restored. A guest gets a serial number only. */
  add(userId: string | undefined, slot: number, serial?: number): void {
    const count = this.#lists.add(userId, slot, serial);
    if (count <= FEW || userId === undefined) return;
    const indexes = this.#indexes.get(userId);
    if (indexes) this.#addTo(indexes, slot);
    else this.#index(userId);
  }

  remove(userId: string | undefined, slot: number): void {
    if (userId === undefined) return;
    const left = this.#lists.remove(userId, slot);
    if (this.#indexes.size === 0) return;
    const indexes = this.#indexes.get(userId);
    indexes?.bySerial.remove(slot);
    indexes?.byExpiry.remove(slot);
    if (left === 0) this.#indexes.delete(userId);
  }

  /** Notes a new expiry of a session. */
  move(slot: number, expiresAt: number): void {
    if (this.#indexes.size === 0) return;
    const userId = this.sessions.userId(slot);
    if (userId !== undefined) this.#indexes.get(userId)?.byExpiry.move(slot, expiresAt);
  }

  /** The indexes of a user with many sessions; `undefined` for a user with few, whose `slots` can be walked. */
  indexesOf(userId: string): UserIndexes | undefined {
    return this.#indexes.get(userId);
  }

  /** A number that grows with each session that is created. */
  serial(slot: number): number {
    return this.#lists.serial(slot);
  }

  /** The slots of a user, oldest session first. The caller may remove the slot that it got last. */
  *slots(userId: string): Generator<number, void, undefined> {
    let slot = this.#lists.oldest(userId);
    while (slot >= 0) {
      const next = this.#lists.younger(slot);
      yield slot;
      slot = next;
    }
  }

  #index(userId: string): void {
    const indexes = {
      bySerial: new TimeIndex(this.#entries),
      byExpiry: new TimeIndex(this.#entries, TIME_ENTRY.words),
    };
    this.#indexes.set(userId, indexes);
    for (const slot of this.slots(userId)) this.#addTo(indexes, slot);
  }

  #addTo({ bySerial, byExpiry }: UserIndexes, slot: number): void {
    bySerial.add(slot, this.serial(slot));
    byExpiry.add(slot, this.sessions.expiresAt(slot));
  }
}
