import type { QuarantinedRecord, Session } from '../../domain/session.js';
import type { SessionSlots } from './session-slots.js';

export interface Page {
  readonly sessions: readonly Session[];
  readonly quarantined: readonly QuarantinedRecord[];
  /** Where the next page goes on: a slot, or for one user a place in the order of creation. `undefined` on the last page. */
  readonly next: number | undefined;
}

/** How many sessions a page may pass over, because they have expired or are corrupted, before it ends short. */
const MOST_SKIPPED = 1000;

/** Active sessions in order of their slots, which never change. */
export function pageOfAll(slots: SessionSlots, from: number, limit: number, now: number): Page {
  const slotFrom = (slot: number): number => slots.indexes.takenFrom(slot);
  return page(slots, slotFrom, (slot) => slot, from, limit, now);
}

/** Active sessions of one user in order of creation, and how many there are. */
export function pageOfUser(
  slots: SessionSlots,
  userId: string,
  from: number,
  limit: number,
  now: number,
): Page & { readonly total: number } {
  const crowd = slots.crowdOf(userId);
  if (!crowd) return pageOfFew(slots, userId, from, limit, now);
  const slotFrom = (place: number): number => crowd.byCreation.ceiling(place);
  const found = page(slots, slotFrom, (slot) => slots.place(slot), from, limit, now);
  return { ...found, total: crowd.byExpiry.size - crowd.byExpiry.rank(now) };
}

/** `slotFrom` gives the first slot at a place or later, or -1; `placeOf` the place of a slot. */
function page(
  slots: SessionSlots,
  slotFrom: (place: number) => number,
  placeOf: (slot: number) => number,
  from: number,
  limit: number,
  now: number,
): Page {
  const sessions: Session[] = [];
  const quarantined: QuarantinedRecord[] = [];
  let place = from;
  for (let looks = limit + MOST_SKIPPED; looks > 0; looks -= 1) {
    const slot = slotFrom(place);
    if (slot < 0) return { sessions, quarantined, next: undefined };
    const at = placeOf(slot);
    const found = slots.read(slot, now);
    if (found.state === 'quarantined') quarantined.push(found.record);
    if (found.state === 'active') {
      if (sessions.length === limit) return { sessions, quarantined, next: at };
      sessions.push(found.session);
    }
    place = at + 1;
  }
  return { sessions, quarantined, next: place };
}

/** Walks all sessions of a user, who has few. */
function pageOfFew(
  slots: SessionSlots,
  userId: string,
  from: number,
  limit: number,
  now: number,
): Page & { readonly total: number } {
  const sessions: Session[] = [];
  const quarantined: QuarantinedRecord[] = [];
  let next: number | undefined;
  let total = 0;
  for (const slot of slots.ofUser(userId)) {
    const at = slots.place(slot);
    const found = slots.read(slot, now);
    if (found.state === 'quarantined') quarantined.push(found.record);
    if (found.state !== 'active') continue;
    total += 1;
    if (at < from) continue;
    if (sessions.length < limit) sessions.push(found.session);
    else next ??= at;
  }
  return { sessions, quarantined, next, total };
}
