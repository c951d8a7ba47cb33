import type { Timeouts } from './timeouts.js';

/**
 * The law of expiry. All instants are epoch milliseconds of the same clock.
 *
 *     expiresAt = min(lastRenewedAt + idleTimeout, createdAt + absoluteTimeout)
 *
 * A session is active while `now < expiresAt` and expired from that instant on. Stores that repeat the law in another
 * language (Lua, SQL) are tested against these functions.
 */
export interface Life {
  readonly createdAt: number;
  /** The instant from which the idle timeout runs: creation, activity with `autoRenew`, or a renewal. */
  readonly lastRenewedAt: number;
  readonly timeouts: Timeouts;
}

/** The two instants by which a store indexes a session. */
export interface Deadlines {
  readonly expiresAt: number;
  /** The session is expiring soon from this instant until `expiresAt`. */
  readonly warnAt: number;
}

export function expiresAt({ createdAt, lastRenewedAt, timeouts }: Life): number {
  return Math.min(lastRenewedAt + timeouts.idleTimeoutMs, createdAt + timeouts.absoluteTimeoutMs);
}

export function warnAt(life: Life): number {
  return expiresAt(life) - life.timeouts.warningThresholdMs;
}

export function isExpired(deadlines: Deadlines, now: number): boolean {
  return now >= deadlines.expiresAt;
}

export function isExpiringSoon(deadlines: Deadlines, now: number): boolean {
  return now >= deadlines.warnAt && now < deadlines.expiresAt;
}

/** Milliseconds until expiry, never negative. */
export function remainingMs(deadlines: Deadlines, now: number): number {
  return Math.max(0, deadlines.expiresAt - now);
}

/** Which timeout ends this life. It is `absolute` if both end at the same instant. */
export function expiryReason({ createdAt, lastRenewedAt, timeouts }: Life): 'idle' | 'absolute' {
  return createdAt + timeouts.absoluteTimeoutMs <= lastRenewedAt + timeouts.idleTimeoutMs ? 'absolute' : 'idle';
}
