import { CapacityReachedError, SessionLimitReachedError } from '../../domain/errors.js';
import type { UserLimit } from '../../domain/session.js';
import type { Quarantine } from './quarantine.js';
import type { RememberedEndings } from './remembered-endings.js';
import type { SessionSlots } from './session-slots.js';

/** The most sessions of a user that a new one evicts. */
const MAX_EVICTED = 1000;

/** A full store ends at least two expired sessions for a new one, so that a backlog shrinks, and as many as it takes. */
const MIN_ENDED = 2;

/** How much a store may hold, in sessions and in bytes, and how a new session gets room. */
export class Room {
  constructor(
    private readonly slots: SessionSlots,
    private readonly quarantine: Quarantine,
    private readonly endings: RememberedEndings,
    readonly capacity: number,
    readonly maxBytes: number,
  ) {}

  /** How many bytes everything takes: the sessions, those in quarantine, and the remembered endings. */
  heldBytes(now: number): number {
    return this.#sessionBytes(now) + this.endings.bytes;
  }

  /** Forgets endings for which there is no room beside the sessions. */
  forgetSurplus(now: number): void {
    if (this.endings.bytes > 0) this.endings.shrinkTo(this.maxBytes - this.#sessionBytes(now));
  }

  /**
   * The active sessions that a new one of the user evicts; none for a guest. `leaving` is a session that ends anyway.
   * Throws `SessionLimitReachedError`.
   */
  evictedFor(userId: string | undefined, { max, policy }: UserLimit, now: number, leaving?: number): number[] {
    if (userId === undefined) return [];
    const isOwn = leaving !== undefined && this.slots.userId(leaving) === userId;
    const surplus = this.slots.countActiveOf(userId, now) - (isOwn ? 1 : 0) - max + 1;
    if (surplus <= 0) return [];
    if (policy === 'reject') throw new SessionLimitReachedError(max);
    const evicted: number[] = [];
    for (const slot of this.slots.activeOf(userId, now)) {
      if (evicted.length >= Math.min(surplus, MAX_EVICTED)) break;
      if (slot !== leaving) evicted.push(slot);
    }
    return evicted;
  }

  /**
   * The expired sessions that a full store must end for a new session of so many bytes, in addition to those that leave.
   * Throws `CapacityReachedError` if the new one does not fit even then. It ends nothing itself, so a refusal changes nothing.
   */
  endedFor(bytes: number, leaving: readonly number[], now: number): number[] {
    let [count, held] = [this.slots.indexes.size, this.#sessionBytes(now)];
    const leave = (slot: number): void => {
      count -= 1;
      held -= this.slots.bytesOf(slot);
    };
    const fits = (): boolean => count < this.capacity && held + bytes <= this.maxBytes;
    for (const slot of leaving) leave(slot);
    if (fits()) return [];
    const ended: number[] = [];
    for (const slot of this.slots.indexes.expired(now)) {
      if (ended.length >= MIN_ENDED && fits()) break;
      leave(slot);
      ended.push(slot);
    }
    if (fits()) return ended;
    throw count < this.capacity
      ? new CapacityReachedError(this.maxBytes, 'bytes')
      : new CapacityReachedError(this.capacity);
  }

  /** Throws `CapacityReachedError` if what is stored can't grow by so many bytes. */
  assertGrowth(bytes: number, now: number): void {
    if (bytes > 0 && this.#sessionBytes(now) + bytes > this.maxBytes)
      throw new CapacityReachedError(this.maxBytes, 'bytes');
  }

  /** Without the endings, which make room when a session needs it. */
  #sessionBytes(now: number): number {
    return this.slots.bytes + this.quarantine.bytes(now);
  }
}
