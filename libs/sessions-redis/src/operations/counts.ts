import type { SessionCounts } from 'nest-sessions/store';
import type { CountsReply } from '../scripts/replies.js';

/** The counts of all shards together, at the last of their instants. */
export function sumOf(replies: readonly CountsReply[]): SessionCounts {
  const sum = { all: 0, expired: 0, expiring: 0, quarantined: 0, asOf: 0 };
  for (const { all, expired, expiring, quarantined, asOf } of replies) {
    sum.all += all;
    sum.expired += expired;
    sum.expiring += expiring;
    sum.quarantined += quarantined;
    sum.asOf = Math.max(sum.asOf, asOf);
  }
  return {
    active: sum.all - sum.expired,
    expiringSoon: Math.max(0, sum.expiring - sum.expired),
    expired: sum.expired,
    quarantined: sum.quarantined,
    capacity: null,
    asOf: sum.asOf,
  };
}
