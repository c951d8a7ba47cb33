import { expiryReason } from './lifetime.js';
import type { SessionLookup, SessionTimes } from './session.js';

/** Why a session ended. The application may give `delete` and `revokeByUser` a reason in its own words instead. */
export type EndReason = 'idle' | 'absolute' | 'deleted' | 'revoked' | 'reused' | 'evicted' | 'quarantined';

export const END_REASONS: readonly EndReason[] = [
  'idle',
  'absolute',
  'deleted',
  'revoked',
  'reused',
  'evicted',
  'quarantined',
];

/** The end reason for metrics, which need few different labels. A reason of the application counts as `deleted`. */
export function endReason(reason: string): EndReason {
  return END_REASONS.find((one) => one === reason) ?? 'deleted';
}

/** What the application says when it ends sessions. */
export interface EndCause {
  /** Why, in words of the application, such as `'password changed'`. Default: the end reason `deleted` or `revoked`. */
  readonly reason?: string | undefined;
  /** Who ended it, in words of the application, such as `'admin:7'`. */
  readonly by?: string | undefined;
}

/** The reason and the actor of an end that the application wants. */
export function endOf(
  byDefault: 'deleted' | 'revoked',
  { reason = byDefault, by }: EndCause = {},
): Pick<Ending, 'reason' | 'by'> {
  return by === undefined ? { reason } : { reason, by };
}

/** The end of a session, as a store remembers it. */
export interface Ending {
  /** An end reason, or the reason that the application gave. */
  readonly reason: string;
  /** The instant of the end; the expiry if the session expired. */
  readonly endedAt: number;
  /** `undefined` for a guest. */
  readonly userId: string | undefined;
  readonly by?: string;
  /** Of the session that goes on, if a rotation has replaced the id. */
  readonly handle?: string;
}

/** An id that a rotation has replaced. How the session ended, if it did, is remembered under the next id. */
export interface ReplacedId {
  readonly next: string;
  /** The end of its grace. */
  readonly endedAt: number;
}

/** The answer for the id of a session that has ended. It is the same for an expired session before and after a sweep. */
export function lookupOfEnding({ reason, endedAt, userId, by, handle }: Ending, asOf: number): EndedLookup {
  if (reason === 'idle' || reason === 'absolute') return { state: 'expired', expiredAt: endedAt, reason, asOf };
  const more = { ...(by !== undefined && { by }), ...(handle !== undefined && { handle }) };
  return { state: 'ended', reason, endedAt, userId, ...more, asOf };
}

/** The answer for a session that has expired. */
export function lookupOfExpired(times: SessionTimes, asOf: number): Extract<SessionLookup, { state: 'expired' }> {
  return { state: 'expired', expiredAt: times.expiresAt, reason: expiryReason(times), asOf };
}

/** The answer for the id of a session that has ended. */
export type EndedLookup = Extract<SessionLookup, { state: 'expired' | 'ended' }>;
