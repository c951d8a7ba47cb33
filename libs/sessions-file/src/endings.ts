import { isJsonObject, type SessionEndEvent, type SessionEventDelivery } from 'nest-sessions/store';
import type { Database } from './database.js';
import type { FileJournal } from './file-journal.js';
import type { GroupCommit } from './group-commit.js';
import { endingKey, groupKey, owedKey } from './keys.js';
import { parsed } from './record.js';

/** Above this number, the oldest ending is dropped: a group that never comes back would keep all of them. */
const MAX_ENDINGS = 100_000;

const NOTHING = Buffer.alloc(0);

/** Is called with the number of an ending that a group has to handle. */
export type OwedListener = (number: number) => void;

/** Endings that groups of listeners still have to handle. Each is written in the batch that ends its session. */
export class Endings {
  /** By group, which endings it has to handle, and how often each was delivered. */
  readonly #owed = new Map<string, Map<number, number>>();
  readonly #listeners = new Map<string, OwedListener>();
  /** The numbers of the endings that are kept, oldest first. */
  readonly #kept = new Set<number>();
  #nextNumber = 0;

  constructor(
    private readonly journal: FileJournal,
    private readonly database: Database,
  ) {}

  restoreEnding(number: number): void {
    this.#kept.add(number);
    this.#nextNumber = number + 1;
  }

  restoreGroup(group: string): void {
    this.#owed.set(group, new Map());
  }

  restoreOwed(number: number, group: string, value: Buffer): void {
    this.#owed.get(group)?.set(number, value.length === 4 ? value.readUInt32LE(0) : 0);
  }

  /** Keeps an ending for every group. Without groups, it keeps nothing. */
  record(event: SessionEndEvent): void {
    if (this.#owed.size === 0) return;
    const number = this.#nextNumber;
    this.#nextNumber += 1;
    this.#kept.add(number);
    this.journal.write(endingKey(number), Buffer.from(JSON.stringify(event)));
    for (const group of this.#owed.keys()) this.#owe(group, number, 0);
    if (this.#kept.size > MAX_ENDINGS) this.#dropOldest();
    for (const listener of this.#listeners.values()) listener(number);
  }

  /** Adds a group, and returns the numbers of the endings that it has to handle. A new group handles all that are kept. */
  join(group: string, listener: OwedListener): readonly number[] {
    this.#listeners.set(group, listener);
    const known = this.#owed.get(group);
    if (known !== undefined) return [...known.keys()];
    this.#owed.set(group, new Map());
    this.journal.write(groupKey(group), NOTHING);
    for (const number of this.#kept) this.#owe(group, number, 0);
    return [...this.#kept];
  }

  /** How many endings a group has to handle. */
  pending(group: string): number {
    return this.#owed.get(group)?.size ?? 0;
  }

  leave(group: string): void {
    this.#listeners.delete(group);
  }

  /** Counts a delivery of an ending to a group, and returns how many there were. `undefined` if the ending was dropped. */
  deliver(group: string, number: number): number | undefined {
    const before = this.#owed.get(group)?.get(number);
    if (before === undefined) return undefined;
    this.#owe(group, number, before + 1);
    return before + 1;
  }

  /** Reads what a handler gets. Call it once the delivery is written. */
  async read(number: number, deliveries: number): Promise<SessionEventDelivery | undefined> {
    const value = await this.database.get(endingKey(number));
    const event = value && parsed(value);
    if (!isEnding(event)) return undefined;
    return { id: `${String(event.at)}-${String(number)}`, event, deliveries };
  }

  /** Records that a group has handled an ending. When the last group has, the ending is removed. */
  handled(group: string, number: number): void {
    if (this.#owed.get(group)?.delete(number) !== true) return;
    this.journal.write(owedKey(number, group), undefined);
    for (const owed of this.#owed.values()) if (owed.has(number)) return;
    this.#kept.delete(number);
    this.journal.write(endingKey(number), undefined);
  }

  /** Removes the endings of a user, which no group gets any more, and returns how many there were. */
  async eraseUser(userId: string, commits: GroupCommit): Promise<number> {
    let erased = 0;
    // Only what is written can be read.
    await commits.written();
    for (const number of [...this.#kept]) {
      const value = await this.database.get(endingKey(number));
      if (value === undefined || userOf(parsed(value)) !== userId) continue;
      this.#remove(number);
      erased += 1;
    }
    await commits.written();
    return erased;
  }

  #remove(number: number): void {
    for (const group of this.#owed.keys()) this.handled(group, number);
  }

  #owe(group: string, number: number, deliveries: number): void {
    this.#owed.get(group)?.set(number, deliveries);
    const value = Buffer.allocUnsafe(4);
    value.writeUInt32LE(deliveries);
    this.journal.write(owedKey(number, group), value);
  }

  #dropOldest(): void {
    const [oldest] = this.#kept;
    if (oldest === undefined) return;
    this.#remove(oldest);
    process.emitWarning(
      `Session events: the oldest of ${String(MAX_ENDINGS)} endings was dropped before every listener had handled it.`,
      'SessionEventWarning',
    );
  }
}

function isEnding(value: unknown): value is SessionEndEvent {
  if (!isJsonObject(value) || typeof value.at !== 'number') return false;
  return value.type === 'quarantined' ? isJsonObject(value.record) : isJsonObject(value.session);
}

function userOf(event: unknown): unknown {
  if (!isEnding(event)) return undefined;
  if (event.type !== 'quarantined') return event.session.userId;
  return isJsonObject(event.record.raw) ? event.record.raw.userId : undefined;
}
