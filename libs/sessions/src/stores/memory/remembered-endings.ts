import type { Ending, ReplacedId } from '../../domain/ending.js';
import type { RememberedEnding, SessionJournal } from './session-journal.js';

/** The most endings. */
const MAX_ENDINGS = 100_000;
/** How many bytes an ending takes in addition to its strings. */
const ENDING_BYTES = 250;
/** How many endings whose time is over are forgotten in one step. A new ending forgets two, so that a backlog shrinks. */
const FORGOTTEN_PER_ADD = 2;
const FORGOTTEN_PER_SWEEP = 1000;
/** After so many forgotten endings, the list is copied without them. */
const FORGOTTEN_PER_COPY = 10_000;

/** How sessions ended, and which ids were replaced, by stored id. The oldest are forgotten first: by age, number and bytes. */
export class RememberedEndings {
  readonly #byId = new Map<string, RememberedEnding>();
  /** Oldest first. The endings before `#first` are forgotten. */
  #list: RememberedEnding[] = [];
  #first = 0;
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
    const found = this.#byId.get(id);
    return found !== undefined && now < found.until ? found.ending : undefined;
  }

  add(id: string, ending: Ending | ReplacedId, now: number): void {
    if (this.rememberMs === 0) return;
    const remembered = { number: this.#nextNumber, id, until: now + this.rememberMs, ending };
    this.restore(remembered);
    this.journal?.remembered(remembered.number, remembered);
    this.#forgetOld(now, FORGOTTEN_PER_ADD);
    this.#limit(this.maxBytes);
  }

  /** Puts back an ending that a journal received. */
  restore(remembered: RememberedEnding): void {
    this.#list.push(remembered);
    this.#byId.set(remembered.id, remembered);
    this.#bytes += bytesOf(remembered);
    this.#nextNumber = remembered.number + 1;
  }

  /** Forgets endings whose time is over. */
  sweep(now: number): void {
    this.#forgetOld(now, FORGOTTEN_PER_SWEEP);
  }

  /** Forgets the endings of a user, and returns how many there were. Looks at all endings. */
  forgetUser(userId: string): number {
    const list = this.#list.slice(this.#first);
    const kept = list.filter(({ ending }) => 'next' in ending || ending.userId !== userId);
    if (kept.length === list.length) return 0;
    for (const remembered of list) {
      if ('next' in remembered.ending || remembered.ending.userId !== userId) continue;
      this.journal?.remembered(remembered.number, undefined);
      this.#byId.delete(remembered.id);
      this.#bytes -= bytesOf(remembered);
    }
    this.#list = kept;
    this.#first = 0;
    return list.length - kept.length;
  }

  /** Forgets the oldest endings until the rest takes at most so many bytes. */
  shrinkTo(bytes: number): void {
    if (this.#bytes > bytes) this.#limit(bytes);
  }

  #forgetOld(now: number, most: number): void {
    for (let count = 0; count < most; count += 1) {
      const oldest = this.#list[this.#first];
      if (oldest === undefined || now < oldest.until) return;
      this.#forget(oldest);
    }
  }

  #limit(bytes: number): void {
    while (this.#bytes > bytes || this.#byId.size > MAX_ENDINGS) {
      const oldest = this.#list[this.#first];
      if (oldest === undefined) return;
      this.#forget(oldest);
    }
  }

  #forget(oldest: RememberedEnding): void {
    this.journal?.remembered(oldest.number, undefined);
    this.#byId.delete(oldest.id);
    this.#bytes -= bytesOf(oldest);
    this.#first += 1;
    if (this.#first < FORGOTTEN_PER_COPY) return;
    this.#list = this.#list.slice(this.#first);
    this.#first = 0;
  }
}

/** Two bytes for each character. */
function bytesOf({ id, ending }: RememberedEnding): number {
  if ('next' in ending) return ENDING_BYTES + 2 * (id.length + ending.next.length);
  const { userId = '', reason, by = '' } = ending;
  return ENDING_BYTES + 2 * (id.length + userId.length + reason.length + by.length);
}
