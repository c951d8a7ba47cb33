import type { Ending, ReplacedId } from '../../domain/ending.js';
import { NumberColumns } from './number-columns.js';
import type { RememberedEnding, SessionJournal } from './session-journal.js';
import { SlotBuckets } from './slot-buckets.js';
import { stringHash } from './string-hash.js';
import { ValueColumns } from './value-columns.js';

/** The most endings. */
const MAX_ENDINGS = 100_000;
/** How many bytes an ending takes in addition to its strings: its row, its values and its part of the hash table. */
const ENDING_BYTES = 150;
/** How many endings whose time is over are forgotten in one step. A new ending forgets two, so that a backlog shrinks. */
const FORGOTTEN_PER_ADD = 2;
const FORGOTTEN_PER_SWEEP = 1000;

/**
 * The columns of an ending. `entry` is the word of its entry in the hash table.
 *
 *     word │ 0      │ 1        │ 2       │ 3                    │    values │ id │ reason │ userId │ by or next │
 *          │ until  │ endedAt  │ number  │ hash │ next in hash  │
 */
const ROW = { until: 0, endedAt: 1, number: 2, entry: 3, words: 4 } as const;
/** Without a reason, the ending is a `ReplacedId`, and the last value is its next id. */
const VALUE = { id: 0, reason: 1, userId: 2, byOrNext: 3 } as const;
type Values = [id: string, reason: string | undefined, userId: string | undefined, byOrNext: string | undefined];

/**
 * How sessions ended, and which ids were replaced, by stored id. The oldest are forgotten first: by age, number and bytes.
 *
 * They lie in a ring of rows, so that an ending needs no object: the row after the youngest is the next, and after the last
 * row comes the first. Each deletion writes one, and objects would take it twice as long.
 */
export class RememberedEndings {
  readonly #numbers = new NumberColumns(ROW.words);
  readonly #values = new ValueColumns<Values>(4);
  readonly #rows = new SlotBuckets(this.#numbers, ROW.entry);
  /** The row of the oldest ending. */
  #oldest = 0;
  #count = 0;
  #nextNumber = 0;
  #bytes = 0;

  constructor(
    private readonly rememberMs: number,
    private readonly maxBytes: number,
    private readonly journal: SessionJournal | undefined,
  ) {}

  /** How many bytes all endings take, estimated from their strings. */
  get bytes(): number {
    return this.#bytes;
  }

  find(id: string, now: number): Ending | ReplacedId | undefined {
    let row = this.#rows.first(stringHash(id));
    while (row >= 0 && this.#values.get(row, VALUE.id) !== id) row = this.#rows.next(row);
    return row >= 0 && now < this.#numbers.float(row, ROW.until) ? this.#ending(row) : undefined;
  }

  add(id: string, ending: Ending | ReplacedId, now: number): void {
    if (this.rememberMs === 0) return;
    const number = this.#nextNumber;
    const until = now + this.rememberMs;
    this.#push(number, id, until, ending);
    this.journal?.remembered(number, { number, id, until, ending });
    this.#forgetOld(now, FORGOTTEN_PER_ADD);
    this.shrinkTo(this.maxBytes);
  }

  /** Puts back an ending that a journal received. */
  restore({ number, id, until, ending }: RememberedEnding): void {
    this.#push(number, id, until, ending);
  }

  /** Forgets endings whose time is over. */
  sweep(now: number): void {
    this.#forgetOld(now, FORGOTTEN_PER_SWEEP);
  }

  /** Forgets the endings of a user, and returns how many there were. Looks at all endings. */
  forgetUser(userId: string): number {
    let forgotten = 0;
    for (let at = 0; at < this.#count; at += 1) {
      const row = (this.#oldest + at) % MAX_ENDINGS;
      if (this.#values.get(row, VALUE.userId) !== userId) continue;
      this.#empty(row);
      forgotten += 1;
    }
    return forgotten;
  }

  /** Forgets the oldest endings until the rest takes at most so many bytes. */
  shrinkTo(bytes: number): void {
    while (this.#bytes > bytes && this.#count > 0) this.#forgetOldest();
  }

  #push(number: number, id: string, until: number, ending: Ending | ReplacedId): void {
    if (this.#count === MAX_ENDINGS) this.#forgetOldest();
    const row = (this.#oldest + this.#count) % MAX_ENDINGS;
    this.#numbers.setFloat(row, ROW.until, until);
    this.#numbers.setFloat(row, ROW.endedAt, ending.endedAt);
    this.#numbers.setFloat(row, ROW.number, number);
    this.#values.set(row, VALUE.id, id);
    if ('next' in ending) {
      this.#values.set(row, VALUE.byOrNext, ending.next);
    } else {
      this.#values.set(row, VALUE.reason, ending.reason);
      this.#values.set(row, VALUE.userId, ending.userId);
      this.#values.set(row, VALUE.byOrNext, ending.by);
    }
    this.#rows.add(row, stringHash(id));
    this.#count += 1;
    this.#nextNumber = number + 1;
    this.#bytes += this.#bytesOf(row);
  }

  #ending(row: number): Ending | ReplacedId {
    const endedAt = this.#numbers.float(row, ROW.endedAt);
    const reason = this.#values.get(row, VALUE.reason);
    const byOrNext = this.#values.get(row, VALUE.byOrNext);
    if (reason === undefined) return { next: byOrNext ?? '', endedAt };
    const userId = this.#values.get(row, VALUE.userId);
    return { reason, endedAt, userId, ...(byOrNext !== undefined && { by: byOrNext }) };
  }

  #forgetOld(now: number, most: number): void {
    for (let forgotten = 0; forgotten < most; forgotten += 1) {
      if (this.#count === 0 || now < this.#numbers.float(this.#oldest, ROW.until)) return;
      this.#forgetOldest();
    }
  }

  #forgetOldest(): void {
    if (this.#values.get(this.#oldest, VALUE.id) !== undefined) this.#empty(this.#oldest);
    this.#oldest = (this.#oldest + 1) % MAX_ENDINGS;
    this.#count -= 1;
  }

  /** Forgets the ending in a row. The row stays in the ring until it is the oldest. */
  #empty(row: number): void {
    this.journal?.remembered(this.#numbers.float(row, ROW.number), undefined);
    this.#bytes -= this.#bytesOf(row);
    this.#rows.remove(row);
    this.#values.set(row, VALUE.id, undefined);
    this.#values.set(row, VALUE.reason, undefined);
    this.#values.set(row, VALUE.userId, undefined);
    this.#values.set(row, VALUE.byOrNext, undefined);
  }

  /** Two bytes for each character. */
  #bytesOf(row: number): number {
    return (
      ENDING_BYTES + 2 * (this.#length(row, 0) + this.#length(row, 1) + this.#length(row, 2) + this.#length(row, 3))
    );
  }

  #length(row: number, column: 0 | 1 | 2 | 3): number {
    return this.#values.get(row, column)?.length ?? 0;
  }
}
