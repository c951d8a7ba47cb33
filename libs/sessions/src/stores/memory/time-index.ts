import { assertOrdered, CELLS, digit, LAST_INSTANT, LAST_LEVEL } from './instant-digits.js';
import { NumberColumns } from './number-columns.js';
import { TIME_ENTRY } from './row-layout.js';

/** A list with more entries than this becomes a node. A node with at most `MERGE_BELOW` entries becomes a list again. */
const SPLIT_ABOVE = 32;
const MERGE_BELOW = 8;

/** How many nodes share a block. */
const BLOCK_BITS = 4;
const BLOCK_NODES = 1 << BLOCK_BITS;

/**
 * Orders slots by instant, and counts those up to an instant without walking them.
 *
 * It is a tree over the bits of the instant. Each cell counts the entries below it. A cell with few entries keeps them in a
 * list without an order. When they become many, the cell gets a node of 64 finer cells, down to single milliseconds. So
 * each operation looks at eight levels at most, however many entries there are, even if all have the same instant.
 */
export class TimeIndex {
  /**
   * The cells of the nodes, 16 nodes a block; a block is never copied. Node 0 is the root. A cell has two numbers. The
   * first: how many entries lie below it. The second: 0 if the cell is empty; above 0, the node below it; below 0, the
   * first slot of its list as `-(slot + 1)`.
   */
  readonly #blocks: Int32Array[] = [new Int32Array(BLOCK_NODES * CELLS * 2)];
  #nodes = 1;
  readonly #freeNodes: number[] = [];
  #size = 0;

  readonly #instant: number;
  readonly #previous: number;
  readonly #next: number;

  /**
   * Keeps its entries in `TIME_ENTRY.words` words of each row, from `word` on. Two indexes may share these words if no
   * slot is ever in both.
   */
  constructor(
    private readonly rows: NumberColumns = new NumberColumns(TIME_ENTRY.words),
    word = 0,
  ) {
    this.#instant = word + TIME_ENTRY.instant;
    this.#previous = 2 * word + TIME_ENTRY.previous;
    this.#next = 2 * word + TIME_ENTRY.next;
  }

  get size(): number {
    return this.#size;
  }

  /** How many nodes it holds at present. */
  get nodes(): number {
    return this.#nodes - this.#freeNodes.length;
  }

  /** The instant of a slot in the index; for a slot that was removed, its last instant. */
  instant(slot: number): number {
    return this.rows.float(slot, this.#instant);
  }

  /** Adds a slot that is not in the index. */
  add(slot: number, instant: number): void {
    assertOrdered(instant);
    this.#size += 1;
    this.#addBelow(0, 0, slot, instant);
  }

  /** Removes a slot that is in the index. */
  remove(slot: number): void {
    this.#size -= 1;
    this.#removeBelow(0, 0, slot);
  }

  /** Moves a slot that is in the index to another instant. */
  move(slot: number, instant: number): void {
    assertOrdered(instant);
    const before = this.instant(slot);
    let node = 0;
    // Above the cell where the two instants part, no count changes.
    for (let level = 0; level < LAST_LEVEL; level += 1) {
      const at = digit(before, level);
      const below = this.#cellsOf(node)[cellOf(node, at) + 1] ?? 0;
      if (below <= 0 || at !== digit(instant, level)) {
        this.#removeBelow(node, level, slot);
        this.#addBelow(node, level, slot, instant);
        return;
      }
      node = below;
    }
    this.#removeBelow(node, LAST_LEVEL, slot);
    this.#addBelow(node, LAST_LEVEL, slot, instant);
  }

  /** How many entries have an instant up to and including this one. */
  rank(instant: number): number {
    if (instant < 0) return 0;
    if (instant >= LAST_INSTANT) return this.#size;
    let rank = 0;
    let node = 0;
    for (let level = 0; ; level += 1) {
      const cells = this.#cellsOf(node);
      const cell = cellOf(node, digit(instant, level));
      for (let before = cellOf(node, 0); before < cell; before += 2) rank += cells[before] ?? 0;
      const below = cells[cell + 1] ?? 0;
      if (below <= 0) return rank + this.#rankInList(cells, cell, level, instant);
      node = below;
    }
  }

  /** The slot with the least instant that is not before this one, or -1. Slots with the same instant come in any order. */
  ceiling(instant: number): number {
    return instant > LAST_INSTANT ? -1 : this.#ceiling(0, 0, Math.max(0, instant));
  }

  /** The slots up to and including an instant, earliest first. The index must not change meanwhile. */
  *upTo(instant: number): Generator<number, void, undefined> {
    for (const slot of this.#inOrder(0, 0)) {
      if (this.instant(slot) > instant) return;
      yield slot;
    }
  }

  *#inOrder(node: number, level: number): Generator<number, void, undefined> {
    const cells = this.#cellsOf(node);
    for (let at = 0; at < CELLS; at += 1) {
      const below = cells[cellOf(node, at) + 1] ?? 0;
      if (below > 0) yield* this.#inOrder(below, level + 1);
      // All entries of a cell of the last level have one instant, and they may be many.
      else if (level === LAST_LEVEL) yield* this.#list(below);
      else yield* [...this.#list(below)].sort((one, other) => this.instant(one) - this.instant(other));
    }
  }

  /** The entries of a list, by what its cell holds. */
  *#list(below: number): Generator<number, void, undefined> {
    for (let next = -below; next > 0; next = this.rows.integer(next - 1, this.#next)) yield next - 1;
  }

  #addBelow(from: number, fromLevel: number, slot: number, instant: number): void {
    this.rows.setFloat(slot, this.#instant, instant);
    let node = from;
    for (let level = fromLevel; ; level += 1) {
      const cells = this.#cellsOf(node);
      const cell = cellOf(node, digit(instant, level));
      const count = (cells[cell] ?? 0) + 1;
      cells[cell] = count;
      const below = cells[cell + 1] ?? 0;
      if (below > 0) {
        node = below;
        continue;
      }
      this.#link(slot, cells, cell);
      if (count > SPLIT_ABOVE && level < LAST_LEVEL) this.#split(cells, cell, level);
      return;
    }
  }

  #removeBelow(from: number, fromLevel: number, slot: number): void {
    const instant = this.instant(slot);
    let node = from;
    for (let level = fromLevel; ; level += 1) {
      const cells = this.#cellsOf(node);
      const cell = cellOf(node, digit(instant, level));
      const count = (cells[cell] ?? 0) - 1;
      cells[cell] = count;
      let below = cells[cell + 1] ?? 0;
      if (below > 0 && count <= MERGE_BELOW) {
        this.#merge(cells, cell);
        below = 0;
      }
      if (below <= 0) {
        this.#unlink(slot, cells, cell);
        return;
      }
      node = below;
    }
  }

  #ceiling(node: number, level: number, instant: number): number {
    const cells = this.#cellsOf(node);
    let from = instant;
    for (let at = digit(instant, level); at < CELLS; at += 1) {
      const cell = cellOf(node, at);
      if ((cells[cell] ?? 0) > 0) {
        const below = cells[cell + 1] ?? 0;
        const found = below > 0 ? this.#ceiling(below, level + 1, from) : this.#leastInList(cells, cell, level, from);
        if (found >= 0) return found;
      }
      // In the cells that follow, every instant is late enough.
      from = 0;
    }
    return -1;
  }

  #leastInList(cells: Int32Array, cell: number, level: number, from: number): number {
    // All entries of a cell of the last level have one instant.
    if (level === LAST_LEVEL) return -(cells[cell + 1] ?? 0) - 1;
    let least = -1;
    let leastInstant = Infinity;
    for (let next = -(cells[cell + 1] ?? 0); next > 0; next = this.rows.integer(next - 1, this.#next)) {
      const instant = this.instant(next - 1);
      if (instant >= from && instant < leastInstant) {
        least = next - 1;
        leastInstant = instant;
      }
    }
    return least;
  }

  #rankInList(cells: Int32Array, cell: number, level: number, instant: number): number {
    if (level === LAST_LEVEL) return cells[cell] ?? 0;
    let rank = 0;
    for (let next = -(cells[cell + 1] ?? 0); next > 0; next = this.rows.integer(next - 1, this.#next)) {
      if (this.instant(next - 1) <= instant) rank += 1;
    }
    return rank;
  }

  #link(slot: number, cells: Int32Array, cell: number): void {
    const head = -(cells[cell + 1] ?? 0);
    if (head > 0) this.rows.setInteger(head - 1, this.#previous, slot + 1);
    this.rows.setInteger(slot, this.#previous, 0);
    this.rows.setInteger(slot, this.#next, head);
    cells[cell + 1] = -(slot + 1);
  }

  #unlink(slot: number, cells: Int32Array, cell: number): void {
    const previous = this.rows.integer(slot, this.#previous);
    const next = this.rows.integer(slot, this.#next);
    if (previous > 0) this.rows.setInteger(previous - 1, this.#next, next);
    else cells[cell + 1] = -next;
    if (next > 0) this.rows.setInteger(next - 1, this.#previous, previous);
  }

  /** Spreads the list of a cell over the cells of a new node; again below, while all fall into one cell. */
  #split(cells: Int32Array, cell: number, level: number): void {
    const node = this.#newNode();
    const finer = this.#cellsOf(node);
    let next = -(cells[cell + 1] ?? 0);
    cells[cell + 1] = node;
    while (next > 0) {
      const slot = next - 1;
      next = this.rows.integer(slot, this.#next);
      const into = cellOf(node, digit(this.instant(slot), level + 1));
      const count = (finer[into] ?? 0) + 1;
      finer[into] = count;
      this.#link(slot, finer, into);
      if (count > SPLIT_ABOVE && level + 1 < LAST_LEVEL) this.#split(finer, into, level + 1);
    }
  }

  /** Turns the node below a cell into a list again. */
  #merge(cells: Int32Array, cell: number): void {
    const node = cells[cell + 1] ?? 0;
    cells[cell + 1] = 0;
    this.#empty(node, cells, cell);
  }

  #empty(node: number, into: Int32Array, cell: number): void {
    const cells = this.#cellsOf(node);
    const first = cellOf(node, 0);
    const end = first + CELLS * 2;
    for (let inner = first; inner < end; inner += 2) {
      const below = cells[inner + 1] ?? 0;
      if (below > 0) this.#empty(below, into, cell);
      for (let next = -below; next > 0;) {
        const slot = next - 1;
        next = this.rows.integer(slot, this.#next);
        this.#link(slot, into, cell);
      }
    }
    cells.fill(0, first, end);
    this.#freeNodes.push(node);
  }

  #newNode(): number {
    const free = this.#freeNodes.pop();
    if (free !== undefined) return free;
    if (this.#nodes % BLOCK_NODES === 0) this.#blocks.push(new Int32Array(BLOCK_NODES * CELLS * 2));
    this.#nodes += 1;
    return this.#nodes - 1;
  }

  /** The block of a node. */
  #cellsOf(node: number): Int32Array {
    const block = this.#blocks[node >>> BLOCK_BITS];
    if (block === undefined) throw new RangeError(`there is no node ${String(node)}`);
    return block;
  }
}

/** Where the numbers of a cell begin in the block of its node. */
function cellOf(node: number, at: number): number {
  return ((node & (BLOCK_NODES - 1)) * CELLS + at) * 2;
}
