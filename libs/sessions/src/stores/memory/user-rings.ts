import { PagedColumns } from './paged-columns.js';

/** Integer columns: the neighbours of a slot in its user's ring. */
const PREVIOUS = 0;
const NEXT = 1;

/** A map rehashes all of its entries in one go; of a million users, one of so many parts does so in no time. */
const PARTS = 256;

/** The sessions of each user as a ring in order of creation, known by its last slot. */
export class UserRings {
  readonly #last = Array.from({ length: PARTS }, () => new Map<string, number>());
  readonly #ring = new PagedColumns(1);

  add(userId: string, slot: number): void {
    const users = this.#part(userId);
    const last = users.get(userId);
    if (last === undefined) {
      this.#tie(slot, slot);
    } else {
      this.#tie(slot, this.#ring.integer(last, NEXT));
      this.#tie(last, slot);
    }
    users.set(userId, slot);
  }

  remove(userId: string, slot: number): void {
    const users = this.#part(userId);
    const previous = this.#ring.integer(slot, PREVIOUS);
    if (previous === slot) {
      users.delete(userId);
      return;
    }
    this.#tie(previous, this.#ring.integer(slot, NEXT));
    if (users.get(userId) === slot) users.set(userId, previous);
  }

  /** The slots of a user, oldest session first. The one given last may be removed while this goes on. */
  *slots(userId: string): Generator<number, void, undefined> {
    const last = this.#part(userId).get(userId);
    if (last === undefined) return;
    let slot = this.#ring.integer(last, NEXT);
    for (;;) {
      const next = this.#ring.integer(slot, NEXT);
      yield slot;
      if (slot === last) return;
      slot = next;
    }
  }

  #tie(before: number, after: number): void {
    this.#ring.setInteger(before, NEXT, after);
    this.#ring.setInteger(after, PREVIOUS, before);
  }

  #part(userId: string): Map<string, number> {
    let hash = 0;
    for (let at = 0; at < userId.length; at += 1) hash = (Math.imul(hash, 31) + userId.charCodeAt(at)) | 0;
    const part = this.#last[(hash ^ (hash >>> 8) ^ (hash >>> 16)) & (PARTS - 1)];
    if (part === undefined) throw new RangeError('there is a part for every hash');
    return part;
  }
}
