import { type QuarantinedRecord, type Session, SessionLimitReachedError, type UserLimit } from 'nest-sessions/store';
import type { CreateReply } from '../scripts/replies.js';
import { SCRIPTS } from '../scripts/scripts.js';
import type { SessionCalls } from '../scripts/session-calls.js';
import type { Room } from './room.js';

/** From how many evicted sessions on a create goes through, even if the user has more sessions than the limit allows. */
const MOST_EVICTED = 950;

export interface Creation {
  readonly shard: number;
  /** The strings of the record: its stored id, then as the script takes them. */
  readonly record: readonly string[];
  readonly limit: UserLimit | undefined;
}

export interface Created {
  readonly evicted: readonly Session[];
  readonly quarantined: readonly QuarantinedRecord[];
  readonly asOf: number;
}

/**
 * Creates a session, usually with one script. If more than 50 sessions or large ones must be evicted first, it runs several scripts,
 * and the last one creates. Throws `SessionLimitReachedError`.
 */
export async function create(calls: SessionCalls, room: Room, { shard, record, limit }: Creation): Promise<Created> {
  const evicted: Session[] = [];
  const quarantined: QuarantinedRecord[] = [];
  let reply: CreateReply | undefined;
  do {
    const from = reply?.next ?? '-inf';
    const isLast = evicted.length + quarantined.length >= MOST_EVICTED ? '1' : '';
    const args = [...record, String(limit?.max ?? ''), limit?.policy ?? '', from, isLast];
    reply = await room.make(() => calls.run(SCRIPTS.create, [shard], ...args));
    if (reply.code === 'limit') throw new SessionLimitReachedError(limit?.max ?? 0);
    const decoded = await calls.all(reply.sessions, reply.entries, true);
    evicted.push(...decoded.sessions);
    quarantined.push(...decoded.quarantined);
  } while (reply.code === 'more');
  return { evicted, quarantined, asOf: reply.asOf };
}
