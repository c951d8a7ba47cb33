import { expiresAt, warnAt, type Life } from './lifetime.js';
import type { NewSession, Session } from './session.js';
import type { Timeouts } from './timeouts.js';

/** What happens to a session, as functions from the session before to the session after. A clock set back never shortens. */

export function created(id: string, { userId, attributes, metadata, timeouts }: NewSession, now: number): Session {
  return {
    id,
    userId,
    attributes,
    metadata,
    createdAt: now,
    lastActivityAt: now,
    lastRenewedAt: now,
    ...deadlines({ createdAt: now, lastRenewedAt: now, timeouts }),
    timeouts,
    renewalCount: 0,
  };
}

/** After activity, which extends the session if it has `autoRenew`. */
export function touched(session: Session, now: number): Session {
  const active = { ...session, lastActivityAt: Math.max(session.lastActivityAt, now) };
  return session.timeouts.autoRenew ? renewed(active, now) : active;
}

/** After a renewal. It counts if it moved the deadline, which it can't once the absolute timeout is what ends the session. */
export function renewed(session: Session, now: number): Session {
  const lastRenewedAt = Math.max(session.lastRenewedAt, now);
  const moved = deadlines({ ...session, lastRenewedAt });
  const count = session.renewalCount + (moved.expiresAt === session.expiresAt ? 0 : 1);
  return { ...session, ...moved, lastRenewedAt, renewalCount: count };
}

export function retimed(session: Session, timeouts: Timeouts): Session {
  return { ...session, ...deadlines({ ...session, timeouts }), timeouts };
}

function deadlines(life: Life): Pick<Session, 'expiresAt' | 'warnAt'> {
  return { expiresAt: expiresAt(life), warnAt: warnAt(life) };
}
