import { setImmediate } from 'node:timers/promises';
import type { ErasedUser } from '../session-store.js';
import type { Quarantine } from './quarantine.js';
import type { RememberedEndings } from './remembered-endings.js';
import type { SessionJournal } from './session-journal.js';
import type { SessionSlots } from './session-slots.js';

/** How many sessions are removed before the event loop gets a turn. */
const SESSIONS_PER_STEP = 250;
/** More records than a quarantine has. */
const ALL = Infinity;

/** What a memory store keeps of users. */
export interface KeptOfUsers {
  readonly slots: SessionSlots;
  readonly endings: RememberedEndings;
  readonly quarantine: Quarantine;
  readonly journal: SessionJournal | undefined;
}

/** See `SessionStore.eraseUser`. `now` throws if the store was closed in between. */
export async function eraseUser(kept: KeptOfUsers, userId: string, now: () => number): Promise<ErasedUser> {
  now();
  let sessions = 0;
  for (let removed = removeSome(kept.slots, userId); removed > 0; removed = removeSome(kept.slots, userId)) {
    sessions += removed;
    if (removed === SESSIONS_PER_STEP) await setImmediate();
    now();
  }
  const endings = kept.endings.forgetUser(userId);
  return { sessions, endings, quarantined: eraseQuarantined(kept, userId, now()), events: 0 };
}

function removeSome(slots: SessionSlots, userId: string): number {
  let removed = 0;
  for (const slot of slots.users.slots(userId)) {
    slots.remove(slot);
    removed += 1;
    if (removed === SESSIONS_PER_STEP) break;
  }
  return removed;
}

function eraseQuarantined({ quarantine, journal }: KeptOfUsers, userId: string, now: number): number {
  const erased = quarantine.eraseUser(userId, now);
  if (erased === 0 || journal === undefined) return erased;
  // A journal can't forget single records.
  journal.quarantineCleared();
  for (const record of quarantine.oldest(ALL, now)) journal.quarantined(record);
  return erased;
}
