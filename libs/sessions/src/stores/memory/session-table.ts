import { created } from '../../domain/changes.js';
import type { JsonObject } from '../../domain/json.js';
import type { Deadlines } from '../../domain/lifetime.js';
import type { NewSession, Session } from '../../domain/session.js';
import { newSessionId, placeIn } from '../../domain/session-id.js';
import type { Timeouts } from '../../domain/timeouts.js';
import { PagedColumns } from './paged-columns.js';
import { Scramble } from './scramble.js';
import { ENTRY_WIDTH } from './time-index.js';

/** What of a session is not a number. */
interface Row {
  readonly id: string;
  readonly userId: string;
  readonly attributes: JsonObject;
  readonly metadata: JsonObject;
  readonly timeouts: Timeouts;
}

/** The numbers of a session: three float columns, and two integers in the place of the fourth. */
const CREATED_AT = 0;
const LAST_ACTIVITY_AT = 1;
const LAST_RENEWED_AT = 2;
const RENEWAL_COUNT = 6;
export const ANNOUNCED = 7;
/** Where the entries of the two indexes by deadline stand: with the rest of the numbers, 64 bytes of one cache line. */
export const EXPIRY_ENTRY = 4;
export const WARNING_ENTRY = EXPIRY_ENTRY + ENTRY_WIDTH;
const WIDTH = WARNING_ENTRY + ENTRY_WIDTH;

/**
 * The records of the sessions, each in a slot of its own for as long as it lives. An id carries its slot, so that finding
 * a session is one look and needs no index of ids. The numbers lie in columns, so that the garbage collector has little
 * to do with a million sessions. Deadlines are the indexes'.
 */
export class SessionTable {
  readonly numbers = new PagedColumns(WIDTH);
  readonly #rows: (Row | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #scramble = new Scramble();

  slotOf(id: string): number | undefined {
    const place = placeIn(id);
    if (place < 0) return undefined;
    const slot = this.#scramble.unmix(place);
    return this.#rows[slot]?.id === id ? slot : undefined;
  }

  /** Creates a session in a free slot. */
  insert(input: NewSession, now: number): { slot: number; session: Session } {
    const slot = this.#free.pop() ?? this.#rows.length;
    const session = created(newSessionId(this.#scramble.mix(slot)), input, now);
    const { id, userId, attributes, metadata, timeouts } = session;
    this.#rows[slot] = { id, userId, attributes, metadata, timeouts };
    this.numbers.setFloat(slot, CREATED_AT, session.createdAt);
    this.#writeNumbers(slot, session);
    return { slot, session };
  }

  read(slot: number, { expiresAt, warnAt }: Deadlines): Session {
    const { id, userId, attributes, metadata, timeouts } = this.#row(slot);
    return {
      id,
      userId,
      attributes,
      metadata,
      createdAt: this.numbers.float(slot, CREATED_AT),
      lastActivityAt: this.numbers.float(slot, LAST_ACTIVITY_AT),
      lastRenewedAt: this.numbers.float(slot, LAST_RENEWED_AT),
      expiresAt,
      warnAt,
      timeouts,
      renewalCount: this.numbers.integer(slot, RENEWAL_COUNT),
    };
  }

  /** Writes what may change in a session. */
  write(slot: number, session: Session): void {
    const row = this.#row(slot);
    const { timeouts } = session;
    if (row.timeouts !== timeouts) this.#rows[slot] = { ...row, timeouts };
    this.#writeNumbers(slot, session);
  }

  id(slot: number): string {
    return this.#row(slot).id;
  }

  userId(slot: number): string {
    return this.#row(slot).userId;
  }

  remove(slot: number): void {
    this.#rows[slot] = undefined;
    this.#free.push(slot);
  }

  /** Makes a record impossible, as a fault of the memory would. */
  damage(slot: number): void {
    this.numbers.setFloat(slot, CREATED_AT, NaN);
  }

  #writeNumbers(slot: number, session: Session): void {
    this.numbers.setFloat(slot, LAST_ACTIVITY_AT, session.lastActivityAt);
    this.numbers.setFloat(slot, LAST_RENEWED_AT, session.lastRenewedAt);
    this.numbers.setInteger(slot, RENEWAL_COUNT, session.renewalCount);
  }

  #row(slot: number): Row {
    const row = this.#rows[slot];
    if (row === undefined) throw new RangeError(`slot ${String(slot)} is free`);
    return row;
  }
}
