import type { Timeouts } from './timeouts.js';

/**
 * The law of expiry. A store that repeats it in another language (Lua, SQL) is tested against it. All instants are epoch milliseconds of one clock.
 *
 *     expiresAt = min(lastRenewedAt + idleTimeout, createdAt + absoluteTimeout)
 *
 * A session is active while `now < expiresAt` and expired from that instant on.
 */
export interface Life {
  readonly createdAt: number;
  /** The last instant from which the idle timeout runs: creation, activity under `autoRenew`, or a renewal. */
  readonly lastRenewedAt: number;
  readonly timeouts: Timeouts;
}

/** The two instants that a life is indexed by. */
export interface Deadlines {
  readonly expiresAt: number;
  /** From this instant until `expiresAt` the session is expiring soon. */
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

/** Which of the two timeouts ends this life; `absolute` when both fall on the same instant. */
export function expiryReason({ createdAt, lastRenewedAt, timeouts }: Life): 'idle' | 'absolute' {
  return createdAt + timeouts.absoluteTimeoutMs <= lastRenewedAt + timeouts.idleTimeoutMs ? 'absolute' : 'idle';
}
