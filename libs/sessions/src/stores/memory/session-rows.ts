import { authenticatedByDefault } from '../../domain/authentication.js';
import { created } from '../../domain/changes.js';
import type { IdHash } from '../../domain/id-hash.js';
import { handleOf, handleWords, newHandle } from '../../domain/handle.js';
import type { Deadlines } from '../../domain/lifetime.js';
import { newNumberedId, numberIn, numberPart } from '../../domain/session-id.js';
import type { NewSession, Session, SessionTimes } from '../../domain/session.js';
import type { Timeouts } from '../../domain/timeouts.js';
import { FormerIds } from './former-ids.js';
import { NumberColumns } from './number-columns.js';
import { ROW, VALUE } from './row-layout.js';
import { Scramble } from './scramble.js';
import { bytesOf, toJson, type StoredJson } from './stored-json.js';
import { storedSession } from './stored-session.js';
import { ValueColumns } from './value-columns.js';

/** 126 bits of the hash. Together with the part that contains the slot, a hashed id is as long as other ids. */
const HASH_CHARACTERS = 21;

/** How many bytes a session takes in addition to its strings: its row, its values, its id and its part of the indexes. */
const SESSION_BYTES = 300;
/** How many bytes a former id takes, with its entry in a map. */
const FORMER_ID_BYTES = 150;
/** How many bytes an authentication takes that was not at the creation. */
const AUTHENTICATION_BYTES = 60;

type Values = [
  id: string,
  userId: string | undefined,
  attributes: StoredJson,
  metadata: StoredJson,
  timeouts: Timeouts,
];

/** A session that is about to be created. */
export interface PreparedSession {
  readonly input: NewSession;
  readonly attributes: StoredJson;
  readonly metadata: StoredJson;
  /** How many bytes it will take. */
  readonly bytes: number;
}

/**
 * The rows of the sessions. A slot is the number of a row; a session never changes its slot. The id of a session contains
 * its slot, so the store needs no index of ids. The deadlines are in the indexes.
 */
export class SessionRows {
  readonly numbers = new NumberColumns(ROW.words);
  readonly #values = new ValueColumns<Values>(5);
  /** This slot and all after it were never used. */
  #unused = 0;
  /** The slot that became free last, as slot + 1, or 0. */
  #free = 0;
  readonly #scramble: Scramble;
  readonly formerIds = new FormerIds();
  /** When users authenticated, only of sessions for which `authenticatedByDefault` is not true. */
  readonly #authenticated = new Map<number, number | undefined>();
  #bytes = 0;

  /** With a hash, the rows keep the hash of each id, and the part of the id that contains the slot. */
  constructor(
    private readonly hash: IdHash | undefined,
    slotSecret?: Uint8Array,
  ) {
    this.#scramble = new Scramble(slotSecret);
  }

  /** How many bytes all sessions take, estimated from their strings. */
  get bytes(): number {
    return this.#bytes + this.formerIds.size * FORMER_ID_BYTES + this.#authenticated.size * AUTHENTICATION_BYTES;
  }

  /** The slot of an id, or of a former id that still finds its session. */
  slotOf(id: string, now: number): number | undefined {
    const slot = this.#slotIn(id);
    const current = this.#values.get(slot, VALUE.id);
    if (current === undefined) return undefined;
    const stored = this.stored(id);
    return current === stored || this.formerIds.finds(stored, slot, now) ? slot : undefined;
  }

  /** The slot of a stored id. */
  slotOfStored(stored: string): number | undefined {
    const slot = this.#slotIn(stored);
    return this.#values.get(slot, VALUE.id) === stored ? slot : undefined;
  }

  /** The first slot with a session among `looks` slots, beginning with `from`. If there is none, `next` is the slot after them. */
  scan(from: number, looks: number): { slot: number } | { next: number } | undefined {
    const end = Math.min(this.#unused, from + looks);
    for (let slot = from; slot < end; slot += 1) {
      if (this.#values.get(slot, VALUE.id) !== undefined) return { slot };
    }
    return end < this.#unused ? { next: end } : undefined;
  }

  prepare(input: NewSession): PreparedSession {
    const [attributes, metadata] = [toJson(input.attributes), toJson(input.metadata)];
    return { input, attributes, metadata, bytes: sizeOf(input.userId, attributes, metadata) };
  }

  /** Creates a session in a free slot. */
  insert(prepared: PreparedSession, now: number, handle = newHandle()): { slot: number; session: Session } {
    const slot = this.#takeSlot();
    const session = created(newNumberedId(slot, this.#scramble), handle, prepared.input, now);
    this.#fill(slot, this.stored(session.id), session, prepared);
    return { slot, session };
  }

  /** Puts a session back into the slot that its id contains. Call `freeOthers` after the last one. */
  restore(slot: number, session: Session): void {
    this.#unused = Math.max(this.#unused, slot + 1);
    this.#fill(slot, session.id, session, this.prepare(session));
  }

  /** Makes all other slots free. */
  freeOthers(): void {
    for (let slot = this.#unused - 1; slot >= 0; slot -= 1) {
      if (this.#values.get(slot, VALUE.id) === undefined) this.#release(slot);
    }
  }

  times(slot: number, { expiresAt, warnAt }: Deadlines): SessionTimes {
    return {
      createdAt: this.numbers.float(slot, ROW.createdAt),
      lastActivityAt: this.numbers.float(slot, ROW.lastActivityAt),
      lastRenewedAt: this.numbers.float(slot, ROW.lastRenewedAt),
      expiresAt,
      warnAt,
      timeouts: stored(this.#values.get(slot, VALUE.timeouts), slot),
      renewalCount: this.numbers.integer(slot, ROW.renewalCount),
    };
  }

  /** The session in a slot, with the given id and times. */
  session(slot: number, id: string, times: SessionTimes): Session {
    const attributes = this.#values.get(slot, VALUE.attributes);
    const metadata = this.#values.get(slot, VALUE.metadata);
    const userId = this.userId(slot);
    const authenticatedAt = this.#authenticatedAt(slot, userId, times.createdAt);
    return storedSession({ id, handle: this.handle(slot), userId, authenticatedAt }, attributes, metadata, times);
  }

  /** Notes that the user has authenticated. */
  writeAuthenticated(slot: number, now: number): void {
    this.#authenticated.set(slot, now);
  }

  writeTimeouts(slot: number, timeouts: Timeouts): void {
    this.#values.set(slot, VALUE.timeouts, timeouts);
  }

  /** Replaces the metadata by JSON. */
  writeMetadata(slot: number, json: StoredJson): void {
    this.#bytes += this.growth(slot, json);
    this.#values.set(slot, VALUE.metadata, json);
  }

  /** How many bytes more the session would take with this metadata. */
  growth(slot: number, json: StoredJson): number {
    return bytesOf(json) - bytesOf(this.#values.get(slot, VALUE.metadata));
  }

  /** How many bytes the session takes. */
  bytesOf(slot: number): number {
    const attributes = this.#values.get(slot, VALUE.attributes);
    return sizeOf(this.userId(slot), attributes, this.#values.get(slot, VALUE.metadata));
  }

  /** Writes what activity and renewals change. */
  writeTimes(slot: number, times: SessionTimes): void {
    this.numbers.setFloat(slot, ROW.lastActivityAt, times.lastActivityAt);
    this.numbers.setFloat(slot, ROW.lastRenewedAt, times.lastRenewedAt);
    this.numbers.setInteger(slot, ROW.renewalCount, times.renewalCount);
  }

  /** Gives the session a new id. The id before it still finds the session until `until`. */
  rotate(slot: number, until: number, now: number): { readonly id: string; readonly forgotten: readonly string[] } {
    const forgotten = this.formerIds.add(slot, this.id(slot), until, now);
    const id = newNumberedId(slot, this.#scramble);
    this.#values.set(slot, VALUE.id, this.stored(id));
    return { id, forgotten };
  }

  /** What the rows keep of an id. */
  stored(id: string): string {
    return this.hash === undefined ? id : this.hash(id).slice(0, HASH_CHARACTERS) + numberPart(id);
  }

  id(slot: number): string {
    return stored(this.#values.get(slot, VALUE.id), slot);
  }

  handle(slot: number): string {
    return handleOf(this.numbers.integer(slot, ROW.handleHigh), this.numbers.integer(slot, ROW.handleLow));
  }

  /** `undefined` for a guest. */
  userId(slot: number): string | undefined {
    return this.#values.get(slot, VALUE.userId);
  }

  remove(slot: number): void {
    this.#bytes -= this.bytesOf(slot);
    this.#values.set(slot, VALUE.id, undefined);
    this.#values.set(slot, VALUE.userId, undefined);
    this.#values.set(slot, VALUE.attributes, undefined);
    this.#values.set(slot, VALUE.metadata, undefined);
    this.#values.set(slot, VALUE.timeouts, undefined);
    this.#release(slot);
    this.formerIds.remove(slot);
    if (this.#authenticated.size > 0) this.#authenticated.delete(slot);
  }

  #fill(slot: number, storedId: string, session: Session, { attributes, metadata, bytes }: PreparedSession): void {
    this.#bytes += bytes;
    this.#values.set(slot, VALUE.id, storedId);
    this.#values.set(slot, VALUE.userId, session.userId);
    this.#values.set(slot, VALUE.attributes, attributes);
    this.#values.set(slot, VALUE.metadata, metadata);
    this.#values.set(slot, VALUE.timeouts, session.timeouts);
    const { high, low } = handleWords(session.handle);
    this.numbers.setInteger(slot, ROW.handleHigh, high);
    this.numbers.setInteger(slot, ROW.handleLow, low);
    this.numbers.setFloat(slot, ROW.createdAt, session.createdAt);
    this.writeTimes(slot, session);
    if (session.authenticatedAt !== authenticatedByDefault(session)) {
      this.#authenticated.set(slot, session.authenticatedAt);
    }
  }

  #authenticatedAt(slot: number, userId: string | undefined, createdAt: number): number | undefined {
    return this.#authenticated.size > 0 && this.#authenticated.has(slot)
      ? this.#authenticated.get(slot)
      : authenticatedByDefault({ userId, createdAt });
  }

  #release(slot: number): void {
    this.numbers.setInteger(slot, ROW.nextFree, this.#free);
    this.#free = slot + 1;
  }

  #slotIn(id: string): number {
    return numberIn(id, this.#scramble);
  }

  #takeSlot(): number {
    if (this.#free === 0) {
      this.#unused += 1;
      return this.#unused - 1;
    }
    const slot = this.#free - 1;
    this.#free = this.numbers.integer(slot, ROW.nextFree);
    return slot;
  }
}

function sizeOf(userId: string | undefined, attributes: StoredJson, metadata: StoredJson): number {
  // A user id counts two bytes for each character. Looking for characters beyond Latin-1 would slow down each create.
  return SESSION_BYTES + 2 * (userId?.length ?? 0) + bytesOf(attributes) + bytesOf(metadata);
}

function stored<T>(value: T | undefined, slot: number): T {
  if (value === undefined) throw new RangeError(`slot ${String(slot)} is free`);
  return value;
}
