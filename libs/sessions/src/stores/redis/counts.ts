import type { SessionCounts } from '../../domain/session.js';
import type { CountsReply } from './replies.js';

/** What the shards hold together, at the last of their instants. */
export function sumOf(replies: readonly CountsReply[]): SessionCounts {
  const sum = { all: 0, expired: 0, warned: 0, invalid: 0, asOf: 0 };
  for (const { all, expired, warned, invalid, asOf } of replies) {
    sum.all += all;
    sum.expired += expired;
    sum.warned += warned;
    sum.invalid += invalid;
    sum.asOf = Math.max(sum.asOf, asOf);
  }
  return {
    active: sum.all - sum.expired,
    expiringSoon: Math.max(0, sum.warned - sum.expired),
    expired: sum.expired,
    invalid: sum.invalid,
    capacity: null,
    asOf: sum.asOf,
  };
}
