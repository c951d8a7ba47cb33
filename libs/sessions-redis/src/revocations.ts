import type { QuarantinedRecord, RevokedBatch, Session } from 'nest-sessions/store';
import type { Intake } from './intake.js';
import type { KeptIds } from './kept-ids.js';
import type { Keys } from './keys.js';
import type { Operations } from './operations.js';
import { encodeUser } from './record.js';
import type { RevokeReply } from './replies.js';

/** How many sessions one script ends and looks at, which bounds how long it keeps Redis from others: see the README. */
const MOST_A_SCRIPT = 50;
const LOOKS_A_SCRIPT = 1000;

/** Ends the sessions of a user, in scripts of bounded size. */
export class Revocations {
  constructor(
    private readonly operations: Operations,
    private readonly keys: Keys,
    private readonly ids: KeptIds,
    private readonly intake: Intake,
  ) {}

  /** Ends at most `limit`. What it has ended is handed out even if the connection is lost on the way. */
  async revokeByUser(userId: string, limit: number, except: string | undefined): Promise<RevokedBatch> {
    const user = encodeUser(userId);
    const shard = this.keys.shardOfUser(user);
    const spared = except === undefined ? '' : (this.ids.of(except)?.id ?? '');
    const ended: Session[] = [];
    const quarantined: QuarantinedRecord[] = [];
    let [left, from, asOf] = [limit, '-inf', 0];
    do {
      const step = { limit: Math.min(left, MOST_A_SCRIPT), looks: LOOKS_A_SCRIPT, spared, from };
      const reply = await this.operations.revokeByUser(shard, user, step).catch((error: unknown) => {
        if (left === limit) throw error;
        return undefined;
      });
      if (reply === undefined) break;
      const taken = await this.intake.all(reply.ended, reply.entries, true);
      ended.push(...taken.sessions);
      quarantined.push(...taken.quarantined);
      left -= endedIn(reply);
      from = reply.next;
      asOf = reply.asOf;
    } while (left > 0 && from !== '');
    return { ended, quarantined, more: from !== '', asOf };
  }
}

function endedIn({ ended, entries }: RevokeReply): number {
  return ended.length + entries.length;
}
