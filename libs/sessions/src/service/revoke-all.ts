import { setImmediate } from 'node:timers/promises';
import type { EndCause } from '../domain/ending.js';
import type { SessionEvents } from '../events/session-events.js';
import type { SessionStore } from '../stores/session-store.js';

export interface RevokeOptions extends EndCause {
  /** The id of a session that stays active. */
  readonly except?: string | undefined;
}

/** How many sessions are ended before it yields to the event loop. */
const REVOKED_PER_STEP = 500;

/** Ends all active sessions of a user except the session with the id `except`, announces each, and returns how many it ended. */
export async function revokeAll(
  store: SessionStore,
  events: SessionEvents,
  userId: string,
  cause: EndCause,
  except?: string,
): Promise<number> {
  for (let ended = 0; ;) {
    const batch = await store.revokeByUser(userId, REVOKED_PER_STEP, except, cause);
    events.revoked(batch.ended, batch.asOf, cause);
    events.quarantined(batch.quarantined);
    ended += batch.ended.length;
    if (!batch.more) return ended;
    await setImmediate();
  }
}
