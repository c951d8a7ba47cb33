import { expiresAt, warnAt, type Life } from './lifetime.js';
import type { JsonObject } from './json.js';
import type { NewSession, Session } from './session.js';
import type { Timeouts } from './timeouts.js';

/**
 * Each function takes a session before a change and returns it after the change. A clock that goes back never shortens
 * a session.
 */

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
 * Whether activity must be written: the last recorded activity is at least `precisionMs` old, or half the idle timeout
 * if that is shorter. The second bound keeps a session in use from expiring because its activity was not written.
 */
export function isWorthRecording(session: Session, now: number, precisionMs: number): boolean {
  const { lastActivityAt, lastRenewedAt, timeouts } = session;
  // Activity before `autoRenew` was switched on has not extended the session.
  const noted = timeouts.autoRenew ? Math.min(lastActivityAt, lastRenewedAt) : lastActivityAt;
  return now - noted >= Math.min(precisionMs, Math.floor(timeouts.idleTimeoutMs / 2));
}

/** The session after activity. Activity extends it if it has `autoRenew`. */
export function touched(session: Session, now: number): Session {
  const lastRenewedAt = session.timeouts.autoRenew ? now : session.lastRenewedAt;
  return extended(session, Math.max(session.lastActivityAt, now), Math.max(session.lastRenewedAt, lastRenewedAt));
}

/**
 * The session after a renewal. `renewalCount` grows only if the deadline moved. The absolute timeout may prevent that.
 */
export function renewed(session: Session, now: number): Session {
  return extended(session, session.lastActivityAt, Math.max(session.lastRenewedAt, now));
}

export function withTimeouts(session: Session, timeouts: Timeouts): Session {
  const life: Life = { createdAt: session.createdAt, lastRenewedAt: session.lastRenewedAt, timeouts };
  return { ...session, expiresAt: expiresAt(life), warnAt: warnAt(life), timeouts };
}

/** The session with other metadata. This is no activity, so the deadline does not move. */
export function withMetadata(session: Session, metadata: JsonObject): Session {
  return { ...session, metadata };
}

function extended(session: Session, lastActivityAt: number, lastRenewedAt: number): Session {
  const { id, userId, attributes, metadata, createdAt, timeouts, renewalCount } = session;
  const life = { createdAt, lastRenewedAt, timeouts };
  const end = expiresAt(life);
  // Lists the fields because stores call this function most often, and a spread would copy the session once more.
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
