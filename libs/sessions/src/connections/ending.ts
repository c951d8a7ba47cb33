import type { SessionEvent } from '../domain/events.js';
import type { SessionLookup } from '../domain/session.js';

/** What a lookup of the session with this id would answer after the event, if the store remembered endings. */
export function endingOf(id: string, event: SessionEvent | undefined): SessionLookup {
  if (event === undefined || !('session' in event) || event.session.id !== id) return { state: 'unknown' };
  const { at: asOf, session } = event;
  if (event.type === 'expired') {
    return { state: 'expired', reason: event.reason, expiredAt: session.expiresAt, asOf };
  }
  if (event.type !== 'deleted' && event.type !== 'evicted') return { state: 'unknown' };
  return { state: 'ended', reason: event.reason, endedAt: asOf, userId: session.userId, asOf };
}
