import { PagedColumns } from './paged-columns.js';

/** Integer columns: the neighbours of a slot in its user's ring. */
const PREVIOUS = 0;
const NEXT = 1;

/** The sessions of each user as a ring in order of creation, known by its last slot. */
export class UserRings {
  readonly #last = new Map<string, number>();
  readonly #ring = new PagedColumns(1);

  add(userId: string, slot: number): void {
    const last = this.#last.get(userId);
    if (last === undefined) this.#tie(slot, slot);
    else {
      this.#tie(slot, this.#ring.integer(last, NEXT));
      this.#tie(last, slot);
    }
    this.#last.set(userId, slot);
  }

  remove(userId: string, slot: number): void {
    const previous = this.#ring.integer(slot, PREVIOUS);
    if (previous === slot) {
      this.#last.delete(userId);
      return;
    }
    this.#tie(previous, this.#ring.integer(slot, NEXT));
    if (this.#last.get(userId) === slot) this.#last.set(userId, previous);
  }

  /** The slots of a user, oldest session first. The one given last may be removed while this goes on. */
  *slots(userId: string): Generator<number, void, undefined> {
    const last = this.#last.get(userId);
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
}
