import { PagedColumns } from './paged-columns.js';
import { ENTRY_WIDTH, TimeIndex } from './time-index.js';
import { UserTable } from './user-table.js';

/** A user with more sessions than this gets indexes, so that nothing has to walk them. */
export const FEW = 256;

/** The sessions of a user with many: by place in the order of creation, and by expiry. */
export interface Crowd {
  readonly byCreation: TimeIndex;
  readonly byExpiry: TimeIndex;
}

/** What the index of users asks of a session. */
export interface UserSessions {
  userId(slot: number): string;
  expiresAt(slot: number): number;
}

/** The sessions of each user in order of creation, and those of a user with many in indexes as well. */
export class Users {
  readonly #table: UserTable;
  readonly #crowds = new Map<string, Crowd>();
  readonly #entries = new PagedColumns(2 * ENTRY_WIDTH);

  /** Keeps what every session has in `USER_WIDTH` columns of a table from `column` on. */
  constructor(
    private readonly sessions: UserSessions,
    table?: PagedColumns,
    column?: number,
  ) {
    this.#table = new UserTable((slot) => sessions.userId(slot), table, column);
  }

  /** Adds the youngest session of a user; `place` only where it had one before. */
  add(userId: string, slot: number, place?: number): void {
    const count = this.#table.add(userId, slot, place);
    if (count <= FEW) return;
    const crowd = this.#crowds.get(userId);
    if (crowd) this.#join(crowd, slot);
    else this.#gather(userId);
  }

  remove(userId: string, slot: number): void {
    const left = this.#table.remove(userId, slot);
    if (this.#crowds.size === 0) return;
    const crowd = this.#crowds.get(userId);
    crowd?.byCreation.remove(slot);
    crowd?.byExpiry.remove(slot);
    if (left === 0) this.#crowds.delete(userId);
  }

  /** Notes the expiry of a session anew, where it is one of many. */
  move(userId: string, slot: number, expiresAt: number): void {
    if (this.#crowds.size > 0) this.#crowds.get(userId)?.byExpiry.move(slot, expiresAt);
  }

  /** The indexes of a user with many sessions; `undefined` for one with few, whose `slots` are soon walked. */
  crowd(userId: string): Crowd | undefined {
    return this.#crowds.get(userId);
  }

  /** How many sessions a user has, those included that have expired and are not swept yet. */
  count(userId: string): number {
    return this.#table.count(userId);
  }

  /** The place of a session in the order of creation. */
  place(slot: number): number {
    return this.#table.place(slot);
  }

  /** The slots of a user, oldest session first. The one given last may be removed while this goes on. */
  *slots(userId: string): Generator<number, void, undefined> {
    let slot = this.#table.oldest(userId);
    while (slot >= 0) {
      const next = this.#table.younger(slot);
      yield slot;
      slot = next;
    }
  }

  #gather(userId: string): void {
    const crowd = { byCreation: new TimeIndex(this.#entries), byExpiry: new TimeIndex(this.#entries, ENTRY_WIDTH) };
    this.#crowds.set(userId, crowd);
    for (const slot of this.slots(userId)) this.#join(crowd, slot);
  }

  #join({ byCreation, byExpiry }: Crowd, slot: number): void {
    byCreation.add(slot, this.place(slot));
    byExpiry.add(slot, this.sessions.expiresAt(slot));
  }
}
