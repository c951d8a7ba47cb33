import type { StoreLookup } from 'nest-sessions/store';
import { SCRIPTS } from '../scripts/scripts.js';
import type { SessionCalls } from '../scripts/session-calls.js';

/** How many sessions one script looks at, which bounds how long it blocks Redis: see the README. */
const LOOKS_A_SCRIPT = 250;

export interface NamedSession {
  readonly shard: number;
  /** As in a record. */
  readonly user: string;
  readonly handle: string;
  /** Reason and actor, as the script takes them. */
  readonly how: readonly string[];
}

/** Ends the session of a user that has a handle: one script for a user with few sessions. */
export async function deleteByHandle(
  calls: SessionCalls,
  { shard, user, handle, how }: NamedSession,
): Promise<StoreLookup> {
  let from = '-inf';
  do {
    const reply = await calls.run(SCRIPTS.deleteByHandle, [shard], user, handle, String(LOOKS_A_SCRIPT), from, ...how);
    const decoded = await calls.all(reply.sessions, reply.entries, true);
    const [[session], [record]] = [decoded.sessions, decoded.quarantined];
    if (session) return { state: 'active', session, asOf: reply.asOf };
    if (record) return { state: 'quarantined', record };
    from = reply.next;
  } while (from !== '');
  return { state: 'unknown' };
}
