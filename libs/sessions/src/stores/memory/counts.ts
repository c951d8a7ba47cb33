import type { Clock } from '../../domain/clock.js';
import type { SessionCounts } from '../../domain/session.js';
import type { Quarantine } from './quarantine.js';
import type { Room } from './room.js';
import type { SessionSlots } from './session-slots.js';

/** The counts at an instant. The indexes count, so that no session is looked at. */
export function countsAt(
  asOf: number,
  { indexes }: SessionSlots,
  quarantine: Quarantine,
  room: Room,
  clock: Clock,
): SessionCounts {
  const { expired, warning } = indexes.due(asOf);
  return {
    active: indexes.size - expired,
    expiringSoon: warning - expired,
    expired,
    quarantined: quarantine.count(asOf),
    capacity: room.capacity,
    bytes: { held: room.heldBytes(asOf), capacity: room.maxBytes },
    ...(clock.driftMs && { clockDriftMs: clock.driftMs() }),
    asOf,
  };
}
