/** The ids that sessions had before rotations. Each still finds its session until an instant of its own. */
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

  /** The former ids of a session, including those that no longer find it. */
  of(slot: number): Iterable<string> {
    return this.#bySlot.get(slot)?.keys() ?? [];
  }

  /** Returns the ids that it forgot. */
  add(slot: number, id: string, until: number, now: number): readonly string[] {
    const forgotten: string[] = [];
    const ids = this.#bySlot.get(slot) ?? new Map<string, number>();
    this.#size -= ids.size;
    // Looks at the oldest ones only. If it looked at all, each rotation would take longer than the one before.
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
