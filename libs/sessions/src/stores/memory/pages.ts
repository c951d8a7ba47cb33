import type { Session } from '../../domain/session.js';
import type { SessionSlots } from './session-slots.js';
import type { UserIndexes } from './users.js';

export interface Page {
  readonly sessions: readonly Session[];
  /** Where the next page begins: a slot, or a serial number in the list of a user. `undefined` on the last page. */
  readonly next: number | undefined;
}

export interface UserPage extends Page {
  /** How many active sessions the user has. */
  readonly total: number;
}

/** After so many expired sessions, a page ends even if it is not full. */
const MAX_EXPIRED = 1000;
/** After so many free slots, a page ends even if it is not full. */
const MAX_FREE = 10_000;

/** A page ends when its sessions take this many bytes. A larger one would keep the process busy for a long moment. */
const MAX_BYTES = 1024 * 1024;

/** The sessions of a page, up to its limit in number and in bytes. */
class PageContent {
  readonly sessions: Session[] = [];
  #bytes = 0;

  constructor(
    private readonly slots: SessionSlots,
    private readonly limit: number,
  ) {}

  get isFull(): boolean {
    return this.sessions.length === this.limit || this.#bytes >= MAX_BYTES;
  }

  add(slot: number): void {
    this.sessions.push(this.slots.read(slot));
    this.#bytes += this.slots.bytesOf(slot);
  }
}

/** Active sessions in the order of their slots, which never change. */
export function pageOfAll(slots: SessionSlots, from: number, limit: number, now: number): Page {
  const content = new PageContent(slots, limit);
  const { sessions } = content;
  let at = from;
  for (let looks = limit + MAX_EXPIRED; looks > 0; looks -= 1) {
    const found = slots.scan(at, MAX_FREE);
    if (found === undefined) return { sessions, next: undefined };
    if ('next' in found) return { sessions, next: found.next };
    if (slots.isActive(found.slot, now)) {
      if (content.isFull) return { sessions, next: found.slot };
      content.add(found.slot);
    }
    at = found.slot + 1;
  }
  return { sessions, next: at };
}

/** Active sessions of one user, oldest first. */
export function pageOfUser(slots: SessionSlots, userId: string, from: number, limit: number, now: number): UserPage {
  const indexes = slots.users.indexesOf(userId);
  return indexes ? pageOfMany(slots, indexes, from, limit, now) : pageOfFew(slots, userId, from, limit, now);
}

function pageOfMany(
  slots: SessionSlots,
  { bySerial, byExpiry }: UserIndexes,
  from: number,
  limit: number,
  now: number,
): UserPage {
  const content = new PageContent(slots, limit);
  const { sessions } = content;
  const total = byExpiry.size - byExpiry.rank(now);
  let serial = from;
  for (let looks = limit + MAX_EXPIRED; looks > 0; looks -= 1) {
    const slot = bySerial.ceiling(serial);
    if (slot < 0) return { sessions, total, next: undefined };
    serial = slots.users.serial(slot);
    if (slots.isActive(slot, now)) {
      if (content.isFull) return { sessions, total, next: serial };
      content.add(slot);
    }
    serial += 1;
  }
  return { sessions, total, next: serial };
}

function pageOfFew(slots: SessionSlots, userId: string, from: number, limit: number, now: number): UserPage {
  const content = new PageContent(slots, limit);
  const { sessions } = content;
  let next: number | undefined;
  let total = 0;
  for (const slot of slots.activeOf(userId, now)) {
    total += 1;
    const serial = slots.users.serial(slot);
    if (serial < from) continue;
    if (content.isFull) next ??= serial;
    else content.add(slot);
  }
  return { sessions, total, next };
}
