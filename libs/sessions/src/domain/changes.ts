import { expiresAt, warnAt, type Life } from './lifetime.js';
import { authenticatedByDefault } from './authentication.js';
import type { NewSession, Session, SessionTimes } from './session.js';
import type { Timeouts } from './timeouts.js';

/**
 * Each function takes the times of a session before a change and returns them after the change. The session after it is
 * `{ ...session, ...touched(session, now) }`. A clock that goes back never shortens a session.
 */

/** A session that begins now. `id` and `handle` are new: see `newSessionId` and `newHandle`. */
export function created(
  id: string,
  handle: string,
  { userId, authenticated = true, attributes, metadata, timeouts }: NewSession,
  now: number,
): Session {
  const life = { createdAt: now, lastRenewedAt: now, timeouts };
  return {
    id,
    handle,
    userId,
    authenticatedAt: authenticated ? authenticatedByDefault({ userId, createdAt: now }) : undefined,
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
export function isWorthRecording(times: SessionTimes, now: number, precisionMs: number): boolean {
  const { lastActivityAt, lastRenewedAt, timeouts } = times;
  // Activity before `autoRenew` was switched on has not extended the session.
  const noted = timeouts.autoRenew ? Math.min(lastActivityAt, lastRenewedAt) : lastActivityAt;
  return now - noted >= Math.min(precisionMs, Math.floor(timeouts.idleTimeoutMs / 2));
}

/** The times after activity. Activity extends a session if it has `autoRenew`. */
export function touched(times: SessionTimes, now: number): SessionTimes {
  const lastRenewedAt = times.timeouts.autoRenew ? now : times.lastRenewedAt;
  return extended(times, Math.max(times.lastActivityAt, now), Math.max(times.lastRenewedAt, lastRenewedAt));
}

/**
 * The times after a renewal. `renewalCount` grows only if the deadline moved. The absolute timeout may prevent that.
 */
export function renewed(times: SessionTimes, now: number): SessionTimes {
  return extended(times, times.lastActivityAt, Math.max(times.lastRenewedAt, now));
}

export function withTimeouts(times: SessionTimes, timeouts: Timeouts): SessionTimes {
  const life: Life = { createdAt: times.createdAt, lastRenewedAt: times.lastRenewedAt, timeouts };
  return { ...times, expiresAt: expiresAt(life), warnAt: warnAt(life), timeouts };
}

function extended(times: SessionTimes, lastActivityAt: number, lastRenewedAt: number): SessionTimes {
  const { createdAt, timeouts, renewalCount } = times;
  const life = { createdAt, lastRenewedAt, timeouts };
  const end = expiresAt(life);
  return {
    createdAt,
    lastActivityAt,
    lastRenewedAt,
    expiresAt: end,
    warnAt: warnAt(life),
    timeouts,
    renewalCount: end === times.expiresAt ? renewalCount : renewalCount + 1,
  };
}
