import { created } from '../../domain/changes.js';
import type { JsonObject } from '../../domain/json.js';
import type { IdHash } from '../../domain/id-hash.js';
import type { Deadlines } from '../../domain/lifetime.js';
import type { NewSession, Session } from '../../domain/session.js';
import { newSessionId, placeIn, placePart } from '../../domain/session-id.js';
import type { Timeouts } from '../../domain/timeouts.js';
import { PagedColumns } from './paged-columns.js';
import { PagedRows } from './paged-rows.js';
import { Scramble } from './scramble.js';
import { ENTRY_WIDTH } from './time-index.js';
import { USER_WIDTH } from './user-table.js';

/** With the part that carries its slot, a hashed id is as long as any: 156 bits of the hash. */
const HASH_CHARACTERS = 26;

/** What of a session is not a number. */
type Values = [id: string, userId: string, attributes: JsonObject, metadata: JsonObject, timeouts: Timeouts];
const ID = 0;
const USER_ID = 1;
const ATTRIBUTES = 2;
const METADATA = 3;
const TIMEOUTS = 4;

/** The numbers of a session: three float columns, and two integers in the place of the fourth. */
const CREATED_AT = 0;
const LAST_ACTIVITY_AT = 1;
const LAST_RENEWED_AT = 2;
const RENEWAL_COUNT = 6;
export const ANNOUNCED = 7;
/** In a free slot: the one that became free before it, as slot + 1, or 0. */
const NEXT_FREE = RENEWAL_COUNT;
/** The entries of the two indexes by deadline and of the index of users: what is looked at together lies together. */
export const EXPIRY_ENTRY = 4;
export const WARNING_ENTRY = EXPIRY_ENTRY + ENTRY_WIDTH;
export const USER_ENTRY = WARNING_ENTRY + ENTRY_WIDTH;
const WIDTH = USER_ENTRY + USER_WIDTH;

/**
 * The records of the sessions, each in a slot of its own for as long as it lives. An id carries its slot, so that finding
 * a session is one look and needs no index of ids. The numbers lie in columns, so that the garbage collector has little
 * to do with a million sessions. Deadlines are the indexes'.
 */
export class SessionTable {
  readonly numbers = new PagedColumns(WIDTH);
  readonly #values = new PagedRows<Values>(5);
  /** The slots never used begin here. */
  #unused = 0;
  /** The slot that became free last, as slot + 1, or 0. */
  #free = 0;
  readonly #scramble: Scramble;
  /** Ids that a session had before, and until when each still finds it; by slot, and only where there are any. */
  readonly #formerIds = new Map<number, Map<string, number>>();

  /** With a hash, ids are kept as their hash and the part that carries their slot. */
  constructor(
    private readonly hash: IdHash | undefined,
    slotSecret?: Uint8Array,
  ) {
    this.#scramble = new Scramble(slotSecret);
  }

  slotOf(id: string, now: number): number | undefined {
    const slot = this.#slotIn(id);
    const current = this.#values.get(slot, ID);
    if (current === undefined) return undefined;
    const kept = this.#kept(id);
    return current === kept || this.#isFormer(kept, slot, now) ? slot : undefined;
  }

  /** The slot of an id as it is kept. */
  slotOfKept(kept: string): number | undefined {
    const slot = this.#slotIn(kept);
    return this.#values.get(slot, ID) === kept ? slot : undefined;
  }

  /** Creates a session in a free slot. */
  insert(input: NewSession, now: number): { slot: number; session: Session } {
    const slot = this.#takeSlot();
    const session = created(newSessionId(this.#scramble.mix(slot)), input, now);
    this.#fill(slot, this.#kept(session.id), session);
    return { slot, session };
  }

  /** Puts a session back into the slot that its id carries. `restored` must follow the last one. */
  restore(slot: number, session: Omit<Session, keyof Deadlines>): void {
    this.#unused = Math.max(this.#unused, slot + 1);
    this.#fill(slot, session.id, session);
  }

  restoreFormerId(slot: number, id: string, until: number): void {
    const former = this.#formerIds.get(slot);
    if (former) former.set(id, until);
    else this.#formerIds.set(slot, new Map([[id, until]]));
  }

  /** Notes which slots are free. */
  restored(): void {
    for (let slot = this.#unused - 1; slot >= 0; slot -= 1) if (!this.#isTaken(slot)) this.#release(slot);
  }

  read(slot: number, { expiresAt, warnAt }: Deadlines): Session {
    return {
      id: this.id(slot),
      userId: this.userId(slot),
      attributes: held(this.#values.get(slot, ATTRIBUTES), slot),
      metadata: held(this.#values.get(slot, METADATA), slot),
      createdAt: this.numbers.float(slot, CREATED_AT),
      lastActivityAt: this.numbers.float(slot, LAST_ACTIVITY_AT),
      lastRenewedAt: this.numbers.float(slot, LAST_RENEWED_AT),
      expiresAt,
      warnAt,
      timeouts: held(this.#values.get(slot, TIMEOUTS), slot),
      renewalCount: this.numbers.integer(slot, RENEWAL_COUNT),
    };
  }

  /** Writes what may change in a session. */
  write(slot: number, session: Session): void {
    if (this.#values.get(slot, TIMEOUTS) !== session.timeouts) this.#values.set(slot, TIMEOUTS, session.timeouts);
    if (this.#values.get(slot, METADATA) !== session.metadata) this.#values.set(slot, METADATA, session.metadata);
    this.writeNumbers(slot, session);
  }

  /** Gives the session a new id; the one before finds it until then. `formerId` is told what becomes of former ids. */
  rotate(slot: number, until: number, now: number, formerId?: (id: string, until: number | undefined) => void): string {
    const former = this.#formerIds.get(slot) ?? new Map<string, number>();
    // The oldest only: to look at all of them would make each rotation cost more than the one before.
    for (const [oldest, ends] of former) {
      if (ends > now) break;
      former.delete(oldest);
      formerId?.(oldest, undefined);
    }
    if (until > now) {
      former.set(this.id(slot), until);
      formerId?.(this.id(slot), until);
    }
    const id = newSessionId(this.#scramble.mix(slot));
    this.#values.set(slot, ID, this.#kept(id));
    if (former.size > 0) this.#formerIds.set(slot, former);
    else this.#formerIds.delete(slot);
    return id;
  }

  id(slot: number): string {
    return held(this.#values.get(slot, ID), slot);
  }

  userId(slot: number): string {
    return held(this.#values.get(slot, USER_ID), slot);
  }

  remove(slot: number): void {
    this.#values.set(slot, ID, undefined);
    this.#values.set(slot, USER_ID, undefined);
    this.#values.set(slot, ATTRIBUTES, undefined);
    this.#values.set(slot, METADATA, undefined);
    this.#values.set(slot, TIMEOUTS, undefined);
    this.#release(slot);
    if (this.#formerIds.size > 0) this.#formerIds.delete(slot);
  }

  /** The former ids of a session, expired ones included. */
  formerIds(slot: number): Iterable<string> {
    return this.#formerIds.get(slot)?.keys() ?? [];
  }

  /** Makes a record impossible, as a fault of the memory would. */
  damage(slot: number): void {
    this.numbers.setFloat(slot, CREATED_AT, NaN);
  }

  #kept(id: string): string {
    return this.hash === undefined ? id : this.hash(id).slice(0, HASH_CHARACTERS) + placePart(id);
  }

  #slotIn(id: string): number {
    const place = placeIn(id);
    return place < 0 ? -1 : this.#scramble.unmix(place);
  }

  #isFormer(kept: string, slot: number, now: number): boolean {
    if (this.#formerIds.size === 0) return false;
    return (this.#formerIds.get(slot)?.get(kept) ?? 0) > now;
  }

  writeNumbers(slot: number, session: Omit<Session, keyof Deadlines>): void {
    this.numbers.setFloat(slot, LAST_ACTIVITY_AT, session.lastActivityAt);
    this.numbers.setFloat(slot, LAST_RENEWED_AT, session.lastRenewedAt);
    this.numbers.setInteger(slot, RENEWAL_COUNT, session.renewalCount);
  }

  #fill(slot: number, kept: string, session: Omit<Session, keyof Deadlines>): void {
    this.#values.set(slot, ID, kept);
    this.#values.set(slot, USER_ID, session.userId);
    this.#values.set(slot, ATTRIBUTES, session.attributes);
    this.#values.set(slot, METADATA, session.metadata);
    this.#values.set(slot, TIMEOUTS, session.timeouts);
    this.numbers.setFloat(slot, CREATED_AT, session.createdAt);
    this.writeNumbers(slot, session);
  }

  #isTaken(slot: number): boolean {
    return this.#values.get(slot, ID) !== undefined;
  }

  #release(slot: number): void {
    this.numbers.setInteger(slot, NEXT_FREE, this.#free);
    this.#free = slot + 1;
  }

  #takeSlot(): number {
    if (this.#free === 0) {
      this.#unused += 1;
      return this.#unused - 1;
    }
    const slot = this.#free - 1;
    this.#free = this.numbers.integer(slot, NEXT_FREE);
    return slot;
  }
}

function held<T>(value: T | undefined, slot: number): T {
  if (value === undefined) throw new RangeError(`slot ${String(slot)} is free`);
  return value;
}
