import type { ErasedUser } from 'nest-sessions/store';
import type { StepReply } from '../scripts/replies.js';
import { SCRIPTS, type Script } from '../scripts/scripts.js';
import type { SessionCalls } from '../scripts/session-calls.js';

/** Removes all that the shard of a user keeps of the user, in scripts of bounded size. `user` is as in a record. */
export async function eraseUser(calls: SessionCalls, shard: number, user: string): Promise<ErasedUser> {
  const asJson = JSON.stringify(user);
  const all = async (script: Script<StepReply>, begin: string, end: string, ...args: string[]): Promise<number> => {
    let count = 0;
    let from = begin;
    do {
      const step = await calls.run(script, [shard], user, ...args, from);
      count += step.count;
      from = step.next;
    } while (from !== end);
    return count;
  };
  const sessions = await all(SCRIPTS.eraseSessions, '', '0');
  const endings = await all(SCRIPTS.eraseEndings, '0', '0');
  const quarantined = await all(SCRIPTS.eraseQuarantined, '0', '0', asJson);
  let events = 0;
  // The stream of the shard, then what each group has parked.
  for (const group of ['', ...(await calls.run(SCRIPTS.eventGroups, [shard]))]) {
    events += await all(SCRIPTS.eraseEvents, '0-0', '', asJson, group);
  }
  return { sessions, endings, quarantined, events };
}
