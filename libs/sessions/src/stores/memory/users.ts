import { PagedColumns } from './paged-columns.js';
import { ENTRY_WIDTH, TimeIndex } from './time-index.js';

/** Integer columns of the rings: the neighbours of a slot. */
const PREVIOUS = 0;
const NEXT = 1;

/** A map rehashes all of its entries in one go; of a million users, one of so many parts does so in no time. */
const PARTS = 256;

/** A user with more sessions than this gets indexes, so that nothing has to walk them. */
export const FEW = 256;

/** The sessions of a user with many: by place in the order of creation, and by expiry. */
export interface Crowd {
  readonly byCreation: TimeIndex;
  readonly byExpiry: TimeIndex;
}

/** A user with several sessions; one with a single session is just its slot. */
interface User {
  last: number;
  count: number;
  crowd: Crowd | undefined;
}

/** What a crowd is ordered by. */
export interface Standing {
  readonly place: number;
  readonly expiresAt: number;
}

/** The sessions of each user as a ring in order of creation, and those of a user with many in indexes as well. */
export class Users {
  readonly #users = Array.from({ length: PARTS }, () => new Map<string, number | User>());
  readonly #ring = new PagedColumns(1);
  readonly #entries = new PagedColumns(2 * ENTRY_WIDTH);
  #crowds = 0;

  /** `standing` tells where a session stands when it joins a crowd. */
  constructor(private readonly standing: (slot: number) => Standing) {}

  add(userId: string, slot: number): void {
    const users = this.#part(userId);
    const known = users.get(userId);
    if (known === undefined) {
      this.#tie(slot, slot);
      users.set(userId, slot);
      return;
    }
    const user = typeof known === 'number' ? { last: known, count: 1, crowd: undefined } : known;
    if (user !== known) users.set(userId, user);
    this.#tie(slot, this.#ring.integer(user.last, NEXT));
    this.#tie(user.last, slot);
    user.last = slot;
    user.count += 1;
    if (user.crowd) this.#join(user.crowd, slot);
    else if (user.count > FEW) user.crowd = this.#gather(slot);
  }

  remove(userId: string, slot: number): void {
    const users = this.#part(userId);
    const user = users.get(userId);
    if (typeof user !== 'object' || user.count === 1) {
      users.delete(userId);
      if (typeof user === 'object' && user.crowd) this.#crowds -= 1;
      return;
    }
    const previous = this.#ring.integer(slot, PREVIOUS);
    this.#tie(previous, this.#ring.integer(slot, NEXT));
    if (user.last === slot) user.last = previous;
    user.count -= 1;
    user.crowd?.byCreation.remove(slot);
    user.crowd?.byExpiry.remove(slot);
  }

  /** Notes the expiry of a session anew, where it is one of many. */
  move(userId: string, slot: number, expiresAt: number): void {
    if (this.#crowds > 0) this.crowd(userId)?.byExpiry.move(slot, expiresAt);
  }

  /** The indexes of a user with many sessions; `undefined` for one with few, whose `slots` are soon walked. */
  crowd(userId: string): Crowd | undefined {
    const user = this.#part(userId).get(userId);
    return typeof user === 'object' ? user.crowd : undefined;
  }

  /** The slots of a user, oldest session first. The one given last may be removed while this goes on. */
  *slots(userId: string): Generator<number, void, undefined> {
    const user = this.#part(userId).get(userId);
    if (user === undefined) return;
    yield* this.#walk(typeof user === 'number' ? user : user.last);
  }

  *#walk(last: number): Generator<number, void, undefined> {
    let slot = this.#ring.integer(last, NEXT);
    for (;;) {
      const next = this.#ring.integer(slot, NEXT);
      yield slot;
      if (slot === last) return;
      slot = next;
    }
  }

  /** The crowd of those in a ring. */
  #gather(last: number): Crowd {
    const crowd = { byCreation: new TimeIndex(this.#entries), byExpiry: new TimeIndex(this.#entries, ENTRY_WIDTH) };
    for (const slot of this.#walk(last)) this.#join(crowd, slot);
    this.#crowds += 1;
    return crowd;
  }

  #join({ byCreation, byExpiry }: Crowd, slot: number): void {
    const { place, expiresAt } = this.standing(slot);
    byCreation.add(slot, place);
    byExpiry.add(slot, expiresAt);
  }

  #tie(before: number, after: number): void {
    this.#ring.setInteger(before, NEXT, after);
    this.#ring.setInteger(after, PREVIOUS, before);
  }

  #part(userId: string): Map<string, number | User> {
    let hash = 0;
    for (let at = 0; at < userId.length; at += 1) hash = (Math.imul(hash, 31) + userId.charCodeAt(at)) | 0;
    const part = this.#users[(hash ^ (hash >>> 8) ^ (hash >>> 16)) & (PARTS - 1)];
    if (part === undefined) throw new RangeError('there is a part for every hash');
    return part;
  }
}
