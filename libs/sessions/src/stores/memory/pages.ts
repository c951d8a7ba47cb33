import type { QuarantinedRecord, Session } from '../../domain/session.js';
import type { SessionSlots } from './session-slots.js';

export interface Page {
  readonly sessions: readonly Session[];
  readonly quarantined: readonly QuarantinedRecord[];
  /** The place in the order of creation from which the next page goes on; `undefined` on the last page. */
  readonly next: number | undefined;
}

/** How many sessions a page may pass over, because they have expired or are corrupted, before it ends short. */
const MOST_SKIPPED = 1000;

/** Active sessions in order of creation. */
export function pageOfAll(slots: SessionSlots, from: number, limit: number, now: number): Page {
  return page(slots, (place) => slots.indexes.createdFrom(place), from, limit, now);
}

/** The same for one user, and how many active sessions that user has. */
export function pageOfUser(
  slots: SessionSlots,
  userId: string,
  from: number,
  limit: number,
  now: number,
): Page & { readonly total: number } {
  const crowd = slots.crowdOf(userId);
  if (!crowd) return pageOfFew(slots, userId, from, limit, now);
  const found = page(slots, (place) => crowd.byCreation.ceiling(place), from, limit, now);
  return { ...found, total: crowd.byExpiry.size - crowd.byExpiry.rank(now) };
}

/** `createdFrom` gives the first session at a place or later, or -1. */
function page(
  slots: SessionSlots,
  createdFrom: (place: number) => number,
  from: number,
  limit: number,
  now: number,
): Page {
  const sessions: Session[] = [];
  const quarantined: QuarantinedRecord[] = [];
  let place = from;
  for (let looks = limit + MOST_SKIPPED; looks > 0; looks -= 1) {
    const slot = createdFrom(place);
    if (slot < 0) return { sessions, quarantined, next: undefined };
    const at = slots.indexes.place(slot);
    const found = slots.read(slot, now);
    if (found.state === 'corrupted') quarantined.push(found.record);
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
    const at = slots.indexes.place(slot);
    const found = slots.read(slot, now);
    if (found.state === 'corrupted') quarantined.push(found.record);
    if (found.state !== 'active') continue;
    total += 1;
    if (at < from) continue;
    if (sessions.length < limit) sessions.push(found.session);
    else next ??= at;
  }
  return { sessions, quarantined, next, total };
}
