import { CapacityReachedError, SessionLimitReachedError } from '../../domain/errors.js';
import type { Session, UserLimit } from '../../domain/session.js';
import type { Quarantine } from './quarantine.js';
import type { SessionSlots } from './session-slots.js';

/** How many sessions of a user a new one evicts at most. */
const MAX_EVICTED = 1000;

/** How many expired sessions a full store ends for a new one: two, so that a backlog shrinks, or as many as it takes. */
const MIN_ENDED = 2;
const MAX_ENDED = 1000;

/** Sessions that a new one is about to take the place of. */
export interface Leaving {
  readonly slots: readonly number[];
  readonly bytes: number;
}

const NOBODY: Leaving = { slots: [], bytes: 0 };

/** How much a store may hold, in sessions and in bytes, and how a new session gets room. */
export class Room {
  /** Expired sessions that were ended for a new one that was refused all the same. A sweep reports them. */
  readonly #unreported: Session[] = [];

  constructor(
    private readonly slots: SessionSlots,
    private readonly quarantine: Quarantine,
    readonly capacity: number,
    readonly maxBytes: number,
  ) {}

  get hasUnreported(): boolean {
    return this.#unreported.length > 0;
  }

  takeUnreported(limit: number): Session[] {
    return this.#unreported.splice(0, limit);
  }

  /** How many bytes the sessions take, those in quarantine included. */
  heldBytes(now: number): number {
    return this.slots.bytes + this.quarantine.bytes(now);
  }

  /** The sessions that a new one of the user evicts. Throws `SessionLimitReachedError`. */
  leavingFor(userId: string, { max, policy }: UserLimit, now: number): Leaving {
    const surplus = this.slots.countActiveOf(userId, now) - max + 1;
    if (surplus <= 0) return NOBODY;
    if (policy === 'reject') throw new SessionLimitReachedError(max);
    const leaving: number[] = [];
    let bytes = 0;
    for (const slot of this.slots.activeOf(userId, now)) {
      if (leaving.length >= Math.min(surplus, MAX_EVICTED)) break;
      leaving.push(slot);
      bytes += this.slots.bytesOf(slot);
    }
    return { slots: leaving, bytes };
  }

  /** Ends expired sessions of a full store for a new one, and returns them. Throws `CapacityReachedError`. */
  make(bytes: number, now: number, leaving = NOBODY): Session[] {
    const ended: Session[] = [];
    let lack = this.#lack(bytes, now, leaving);
    if (lack === undefined) return ended;
    while (ended.length < MIN_ENDED || (lack !== undefined && ended.length < MAX_ENDED)) {
      const more = this.slots.takeExpired(1, now);
      if (more.length === 0) break;
      ended.push(...more);
      lack = this.#lack(bytes, now, leaving);
    }
    if (lack === undefined) return ended;
    this.#unreported.push(...ended);
    throw lack;
  }

  /** Throws `CapacityReachedError` if what is stored can't grow by so many bytes. */
  assertGrowth(bytes: number, now: number): void {
    if (bytes > 0 && this.heldBytes(now) + bytes > this.maxBytes)
      throw new CapacityReachedError(this.maxBytes, 'bytes');
  }

  #lack(bytes: number, now: number, leaving: Leaving): CapacityReachedError | undefined {
    if (this.slots.indexes.size - leaving.slots.length >= this.capacity) return new CapacityReachedError(this.capacity);
    const held = this.heldBytes(now) - leaving.bytes;
    return held + bytes > this.maxBytes ? new CapacityReachedError(this.maxBytes, 'bytes') : undefined;
  }
}
