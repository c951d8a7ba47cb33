import type { SessionEvent } from '../domain/events.js';
import type { SessionLookup } from '../domain/session.js';

/** An ending, and what a lookup of the session would answer after it. */
export interface Ending {
  /** Of the session; absent if its record does not show it. */
  readonly handle: string | undefined;
  readonly lookup: SessionLookup;
}

/** `undefined` for an event that ends no session. */
export function endingOf(event: SessionEvent): Ending | undefined {
  const { at: asOf } = event;
  switch (event.type) {
    case 'expired': {
      const { session, reason } = event;
      return { handle: session.handle, lookup: { state: 'expired', reason, expiredAt: session.expiresAt, asOf } };
    }
    case 'deleted':
    case 'evicted': {
      const { session, reason } = event;
      const by = 'by' in event && event.by !== undefined ? { by: event.by } : {};
      const { handle, userId } = session;
      return { handle, lookup: { state: 'ended', reason, endedAt: asOf, ...by, userId, asOf } };
    }
    case 'quarantined':
      return { handle: event.record.handle, lookup: { state: 'unknown' } };
    default:
      return undefined;
  }
}
