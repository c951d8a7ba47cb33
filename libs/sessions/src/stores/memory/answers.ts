import { lookupOfEnding, lookupOfExpired } from '../../domain/ending.js';
import { isExpired } from '../../domain/lifetime.js';
import type { SessionLookup } from '../../domain/session.js';
import type { Found, SessionSlots } from './session-slots.js';

type Gone = Exclude<Found, { state: 'active' }>;

/** Answers with the id of the request, which may be a former id or one whose hash the store keeps. */
export function answerOf(slots: SessionSlots, id: string, found: Found, asOf: number): SessionLookup {
  if (found.state !== 'active') return answerOfGone(slots, id, found, asOf);
  const { state, slot, times } = found;
  return { state, session: slots.session(slot, id, times), asOf };
}

/** Answers for an id that finds no active session. */
export function answerOfGone(
  slots: SessionSlots,
  id: string,
  gone: Gone,
  asOf: number,
): Exclude<SessionLookup, { state: 'active' }> {
  if (gone.state === 'expired') return lookupOfExpired(gone.times, asOf);
  const found = slots.remembered(id, asOf);
  if (found === undefined) return UNKNOWN;
  if (!('slot' in found)) return lookupOfEnding(found, asOf);
  const { slot, times, endedAt } = found;
  if (isExpired(times, asOf)) return lookupOfExpired(times, asOf);
  const { userId, handle } = slots.read(slot);
  return lookupOfEnding({ reason: 'rotated', endedAt, userId, handle }, asOf);
}

const UNKNOWN = { state: 'unknown' } as const;
