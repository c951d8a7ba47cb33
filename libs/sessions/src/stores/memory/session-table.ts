import type { JsonObject } from '../../domain/json.js';
import type { Deadlines } from '../../domain/lifetime.js';
import type { Session } from '../../domain/session.js';
import type { Timeouts } from '../../domain/timeouts.js';
import { PagedColumns } from './paged-columns.js';

/** What of a session is not a number. */
interface Row {
  readonly id: string;
  readonly userId: string;
  readonly attributes: JsonObject;
  readonly metadata: JsonObject;
  readonly timeouts: Timeouts;
}

/** The numbers of a session: float columns, and the integer that has the fourth. */
const CREATED_AT = 0;
const LAST_ACTIVITY_AT = 1;
const LAST_RENEWED_AT = 2;
const RENEWAL_COUNT = 6;

/**
 * The records of the sessions, each in a slot of its own for as long as it lives. The numbers lie in columns, so that
 * the garbage collector has little to do with a million sessions. Deadlines are not kept here: they are the indexes'.
 */
export class SessionTable {
  readonly #slots = new Map<string, number>();
  readonly #rows: (Row | undefined)[] = [];
  readonly #numbers = new PagedColumns(4);
  readonly #free: number[] = [];

  get size(): number {
    return this.#slots.size;
  }

  slotOf(id: string): number | undefined {
    return this.#slots.get(id);
  }

  insert(session: Session): number {
    const slot = this.#free.pop() ?? this.#rows.length;
    this.#slots.set(session.id, slot);
    this.#numbers.setFloat(slot, CREATED_AT, session.createdAt);
    this.write(slot, session);
    return slot;
  }

  read(slot: number, { expiresAt, warnAt }: Deadlines): Session {
    const { id, userId, attributes, metadata, timeouts } = this.#row(slot);
    return {
      id,
      userId,
      attributes,
      metadata,
      createdAt: this.#numbers.float(slot, CREATED_AT),
      lastActivityAt: this.#numbers.float(slot, LAST_ACTIVITY_AT),
      lastRenewedAt: this.#numbers.float(slot, LAST_RENEWED_AT),
      expiresAt,
      warnAt,
      timeouts,
      renewalCount: this.#numbers.integer(slot, RENEWAL_COUNT),
    };
  }

  /** Writes what may change in a session. */
  write(slot: number, session: Session): void {
    const row = this.#rows[slot];
    if (row?.timeouts !== session.timeouts || row.metadata !== session.metadata) {
      const { id, userId, attributes, metadata, timeouts } = session;
      this.#rows[slot] = { id, userId, attributes, metadata, timeouts };
    }
    this.#numbers.setFloat(slot, LAST_ACTIVITY_AT, session.lastActivityAt);
    this.#numbers.setFloat(slot, LAST_RENEWED_AT, session.lastRenewedAt);
    this.#numbers.setInteger(slot, RENEWAL_COUNT, session.renewalCount);
  }

  id(slot: number): string {
    return this.#row(slot).id;
  }

  userId(slot: number): string {
    return this.#row(slot).userId;
  }

  remove(slot: number): void {
    this.#slots.delete(this.#row(slot).id);
    this.#rows[slot] = undefined;
    this.#free.push(slot);
  }

  /** Makes a record impossible, as a fault of the memory would. */
  damage(slot: number): void {
    this.#numbers.setFloat(slot, CREATED_AT, NaN);
  }

  #row(slot: number): Row {
    const row = this.#rows[slot];
    if (row === undefined) throw new RangeError(`slot ${String(slot)} is free`);
    return row;
  }
}
