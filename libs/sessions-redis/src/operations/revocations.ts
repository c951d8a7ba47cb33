import type { QuarantinedRecord, RevokedBatch, Session } from 'nest-sessions/store';
import type { RevokeReply } from '../scripts/replies.js';
import { SCRIPTS } from '../scripts/scripts.js';
import type { SessionCalls } from '../scripts/session-calls.js';

/** How many sessions one script ends, and how many it looks at, which bound how long it blocks Redis: see the README. */
const MOST_A_SCRIPT = 50;
const LOOKS_A_SCRIPT = 1000;

export interface Revocation {
  readonly shard: number;
  /** As in a record. */
  readonly user: string;
  readonly limit: number;
  /** The stored id of a session to leave alone, or empty. */
  readonly spared: string;
  /** Reason and actor, as the script takes them. */
  readonly how: readonly string[];
}

/**
 * Ends sessions of a user, in scripts of bounded size. If the connection is lost after the first script, the answer has the
 * sessions that have ended until then.
 */
export async function revokeByUser(
  calls: SessionCalls,
  { shard, user, limit, spared, how }: Revocation,
): Promise<RevokedBatch> {
  const ended: Session[] = [];
  const quarantined: QuarantinedRecord[] = [];
  let [left, from, asOf] = [limit, '-inf', 0];
  do {
    const args = [String(Math.min(left, MOST_A_SCRIPT)), String(LOOKS_A_SCRIPT), user, spared, from, ...how];
    let reply: RevokeReply;
    try {
      reply = await calls.run(SCRIPTS.revokeByUser, [shard], ...args);
    } catch (error) {
      if (left === limit) throw error;
      break;
    }
    const decoded = await calls.all(reply.sessions, reply.entries, true);
    ended.push(...decoded.sessions);
    quarantined.push(...decoded.quarantined);
    left -= reply.sessions.length + reply.entries.length;
    from = reply.next;
    asOf = reply.asOf;
  } while (left > 0 && from !== '');
  return { ended, quarantined, more: from !== '', asOf };
}
