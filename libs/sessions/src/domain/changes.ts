import { expiresAt, warnAt, type Life } from './lifetime.js';
import type { JsonObject } from './json.js';
import type { NewSession, Session } from './session.js';
import type { Timeouts } from './timeouts.js';

/** What happens to a session, as functions from the session before to the session after. A clock set back never shortens. */

export function created(id: string, { userId, attributes, metadata, timeouts }: NewSession, now: number): Session {
  const life = { createdAt: now, lastRenewedAt: now, timeouts };
  return {
    id,
    userId,
    attributes,
    metadata,
    createdAt: now,
    lastActivityAt: now,
    lastRenewedAt: now,
    expiresAt: expiresAt(life),
    warnAt: warnAt(life),
    timeouts,
    renewalCount: 0,
  };
}

/**
 * Whether activity is worth a write: at the store's precision, and never coarser than half the idle timeout, so that a
 * session that is in use does not expire because nothing was written.
 */
export function isWorthRecording(session: Session, now: number, precisionMs: number): boolean {
  const { lastActivityAt, lastRenewedAt, timeouts } = session;
  // Activity from before the session got autoRenew has extended nothing.
  const noted = timeouts.autoRenew ? Math.min(lastActivityAt, lastRenewedAt) : lastActivityAt;
  return now - noted >= Math.min(precisionMs, Math.floor(timeouts.idleTimeoutMs / 2));
}

/** After activity, which extends the session if it has `autoRenew`. */
export function touched(session: Session, now: number): Session {
  const lastRenewedAt = session.timeouts.autoRenew ? now : session.lastRenewedAt;
  return extended(session, Math.max(session.lastActivityAt, now), Math.max(session.lastRenewedAt, lastRenewedAt));
}

/** After a renewal. It counts if it moved the deadline, which it can't once the absolute timeout is what ends the session. */
export function renewed(session: Session, now: number): Session {
  return extended(session, session.lastActivityAt, Math.max(session.lastRenewedAt, now));
}

export function withTimeouts(session: Session, timeouts: Timeouts): Session {
  const life: Life = { createdAt: session.createdAt, lastRenewedAt: session.lastRenewedAt, timeouts };
  return { ...session, expiresAt: expiresAt(life), warnAt: warnAt(life), timeouts };
}

/** With other metadata. No activity: its deadline stays. */
export function withMetadata(session: Session, metadata: JsonObject): Session {
  return { ...session, metadata };
}

function extended(session: Session, lastActivityAt: number, lastRenewedAt: number): Session {
  const { id, userId, attributes, metadata, createdAt, timeouts, renewalCount } = session;
  const life = { createdAt, lastRenewedAt, timeouts };
  const end = expiresAt(life);
  // Field by field: this is the busiest function of a store, and a spread costs it a second copy.
  return {
    id,
    userId,
    attributes,
    metadata,
    createdAt,
    lastActivityAt,
    lastRenewedAt,
    expiresAt: end,
    warnAt: warnAt(life),
    timeouts,
    renewalCount: end === session.expiresAt ? renewalCount : renewalCount + 1,
  };
}
