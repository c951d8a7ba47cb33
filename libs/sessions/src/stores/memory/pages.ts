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
  const sessions: Session[] = [];
  const quarantined: QuarantinedRecord[] = [];
  let place = from;
  for (let looks = limit + MOST_SKIPPED; looks > 0; looks -= 1) {
    const slot = slots.indexes.createdFrom(place);
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

/** The same for one user. It walks all of that user's sessions, to count them. */
export function pageOfUser(
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
