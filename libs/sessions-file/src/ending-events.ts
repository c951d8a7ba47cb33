import {
  endOf,
  expiryReason,
  type CreatedSession,
  type EndCause,
  type IdHash,
  type RenewalLookup,
  type RevokedBatch,
  type Session,
  type SessionEndEvent,
  type SignInLookup,
  type StoreLookup,
  type SweepBatch,
} from 'nest-sessions/store';

// The events of the sessions that each operation of the memory store ended.

export function endingsOfCreate({ ended, evicted, asOf: at }: CreatedSession): SessionEndEvent[] {
  return [
    ...expired(ended, at),
    ...evicted.map((session): SessionEndEvent => ({ type: 'evicted', at, session, reason: 'evicted' })),
  ];
}

export function endingsOfSignIn(found: SignInLookup): SessionEndEvent[] {
  return found.state === 'active' ? endingsOfCreate(found) : endingsOfQuarantine(found);
}

export function endingsOfSweep({ ended, asOf }: SweepBatch): SessionEndEvent[] {
  return expired(ended, asOf);
}

export function endingsOfRevoke({ ended, asOf: at }: RevokedBatch, cause?: EndCause): SessionEndEvent[] {
  return ended.map((session) => ({ type: 'deleted', at, session, ...endOf('revoked', cause) }));
}

/**
 * `hash` is the hash of the store if the answer has the id that the caller gave, because the event is written to disk. It is
 * `undefined` if the answer has the stored id.
 */
export function endingsOfDelete(
  found: StoreLookup | RenewalLookup,
  hash: IdHash | undefined,
  cause?: EndCause,
): SessionEndEvent[] {
  if (found.state !== 'active') return [];
  const { session, asOf: at } = found;
  const stored = hash === undefined ? session : { ...session, id: hash(session.id) };
  return [{ type: 'deleted', at, session: stored, ...endOf('deleted', cause) }];
}

export function endingsOfQuarantine(found: StoreLookup | RenewalLookup | SignInLookup): SessionEndEvent[] {
  if (found.state !== 'quarantined') return [];
  return [{ type: 'quarantined', at: found.record.quarantinedAt, record: found.record, reason: 'quarantined' }];
}

function expired(sessions: readonly Session[], at: number): SessionEndEvent[] {
  return sessions.map((session) => ({ type: 'expired', at, session, reason: expiryReason(session) }));
}
