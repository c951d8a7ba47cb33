import {
  type CreatedSession,
  corruptionIn,
  created,
  newHandle,
  type NewSession,
  type QuarantinedRecord,
  type Session,
  SessionLimitReachedError,
  type UserLimit,
} from 'nest-sessions/store';
import type { Keys } from '../layout/keys.js';
import { assertSize, encodeTimeouts, escaped, NEVER } from '../layout/record.js';
import type { CreateReply } from '../scripts/replies.js';
import { SCRIPTS } from '../scripts/scripts.js';
import type { SessionCalls } from '../scripts/session-calls.js';
import type { Room } from './room.js';

/** After so many evictions, the session is created even if the user still has more sessions than the limit allows. */
const MOST_EVICTED = 950;

/** The names that a new session gets. */
export interface Names {
  readonly shard: number;
  readonly id: string;
  /** The id as Redis has it. */
  readonly stored: string;
  readonly handle: string;
}

/** Creates sessions. */
export class Creates {
  constructor(
    private readonly calls: SessionCalls,
    private readonly keys: Keys,
    private readonly room: Room,
  ) {}

  /** New names for a session; `undefined` is the user of a guest. */
  names(userId: string | undefined, handle = newHandle()): Names {
    const shard = userId === undefined ? this.keys.anyShard() : this.keys.shardOfUser(escaped(userId));
    return { shard, handle, ...this.keys.createId(shard) };
  }

  /**
   * Usually runs one script. If more than 50 sessions or large ones must be evicted first, it runs several, and the last one
   * creates. `replaced` is the stored id of a session of the user that does not count for the limit. Throws
   * `SessionLimitReachedError`.
   */
  async create(names: Names, input: NewSession, limit: UserLimit | undefined, replaced = ''): Promise<CreatedSession> {
    const record = recordOf(names, input);
    const authenticated = input.authenticated === false ? NEVER : '';
    const { max, policy } = input.userId === undefined || limit === undefined ? NO_LIMIT : limit;
    const evicted: Session[] = [];
    const quarantined: QuarantinedRecord[] = [];
    let reply: CreateReply | undefined;
    do {
      const from = reply?.next ?? '-inf';
      const isLast = evicted.length + quarantined.length >= MOST_EVICTED ? '1' : '';
      const args = [...record, String(max), policy, from, isLast, replaced, authenticated];
      reply = await this.room.make(() => this.calls.run(SCRIPTS.create, [names.shard], ...args));
      if (reply.code === 'limit') throw new SessionLimitReachedError(Number(max));
      const decoded = await this.calls.all(reply.sessions, reply.entries, true);
      evicted.push(...decoded.sessions);
      quarantined.push(...decoded.quarantined);
    } while (reply.code === 'more');
    const { asOf } = reply;
    return { session: created(names.id, names.handle, input, asOf), ended: [], evicted, quarantined, asOf };
  }
}

const NO_LIMIT = { max: '', policy: '' } as const;

/** The stored id and the strings of the record, in the order in which the script takes them. */
function recordOf({ id, stored, handle }: Names, input: NewSession): readonly string[] {
  const problem = corruptionIn(created(id, handle, input, 0));
  if (problem !== undefined) throw new TypeError(`This can't be stored as a session: ${problem}.`);
  const [attributes, metadata] = [JSON.stringify(input.attributes), JSON.stringify(input.metadata)];
  assertSize(attributes, metadata);
  return [stored, handle, escaped(input.userId ?? ''), attributes, metadata, encodeTimeouts(input.timeouts)];
}
