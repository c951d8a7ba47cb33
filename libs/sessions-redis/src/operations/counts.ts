import type { SessionCounts } from 'nest-sessions/store';
import { isFull, refusalOf } from '../connection/failures.js';
import type { CountsReply, StateReply } from '../scripts/replies.js';

/** The share of `maxmemory` from which on health is degraded. */
const NEARLY_FULL = 0.9;

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

/** The same, and what the servers refuse: changes, or new sessions because their memory is full. */
export function stateOf(replies: readonly StateReply[]): SessionCounts {
  const refusals = replies.map(({ refusal }) => refusal).filter((refusal) => refusal !== '');
  const refusal = refusals.find((one) => !isFull(one));
  const full = refusals.find(isFull);
  const shortage = full === undefined ? nearlyFull(replies) : refusalOf(full);
  return {
    ...sumOf(replies),
    ...(refusal !== undefined && { refusesChanges: refusalOf(refusal) }),
    ...(shortage !== undefined && { refusesCreates: shortage }),
  };
}

function nearlyFull(replies: readonly StateReply[]): string | undefined {
  const shares = replies.map(({ memoryInUse, maxMemory }) => (maxMemory === 0 ? 0 : memoryInUse / maxMemory));
  const share = Math.max(...shares);
  if (share < NEARLY_FULL) return undefined;
  return `Redis uses ${String(Math.floor(share * 100))} % of its memory (maxmemory) and will soon take no new sessions`;
}
