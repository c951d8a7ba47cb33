import type { SessionEvent } from '../domain/events.js';
import type { SessionLookup } from '../domain/session.js';

/** An ending, as a lookup of the session tells it. */
export interface Ending {
  /** Of the session; `undefined` if its record does not show it. */
  readonly handle: string | undefined;
  readonly lookup: SessionLookup;
}

export function endingOf(event: SessionEvent): Ending {
  if (!('session' in event)) {
    return { handle: 'record' in event ? event.record.handle : undefined, lookup: { state: 'unknown' } };
  }
  const { at: asOf, session } = event;
  const { handle, userId } = session;
  if (event.type === 'expired') {
    return { handle, lookup: { state: 'expired', reason: event.reason, expiredAt: session.expiresAt, asOf } };
  }
  const reason = 'reason' in event ? event.reason : event.type;
  return { handle, lookup: { state: 'ended', reason, endedAt: asOf, userId, asOf } };
}
