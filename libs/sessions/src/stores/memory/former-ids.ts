/** Ids that sessions had before a rotation, and until when each still finds its session. */
export class FormerIds {
  readonly #bySlot = new Map<number, Map<string, number>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  finds(id: string, slot: number, now: number): boolean {
    if (this.#bySlot.size === 0) return false;
    return (this.#bySlot.get(slot)?.get(id) ?? 0) > now;
  }

  /** The former ids of a session, including those that find it no more. */
  of(slot: number): Iterable<string> {
    return this.#bySlot.get(slot)?.keys() ?? [];
  }

  /** Returns the ids that it forgot. */
  add(slot: number, id: string, until: number, now: number): readonly string[] {
    const forgotten: string[] = [];
    const ids = this.#bySlot.get(slot) ?? new Map<string, number>();
    this.#size -= ids.size;
    // Only the oldest ones: to look at all of them would make each rotation cost more than the one before.
    for (const [oldest, ends] of ids) {
      if (ends > now) break;
      ids.delete(oldest);
      forgotten.push(oldest);
    }
    if (until > now) ids.set(id, until);
    this.#size += ids.size;
    if (ids.size > 0) this.#bySlot.set(slot, ids);
    else this.#bySlot.delete(slot);
    return forgotten;
  }

  remove(slot: number): void {
    if (this.#bySlot.size === 0) return;
    this.#size -= this.#bySlot.get(slot)?.size ?? 0;
    this.#bySlot.delete(slot);
  }
}
