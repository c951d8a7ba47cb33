import { setImmediate as nextTurn } from 'node:timers/promises';
import type { QuarantinedRecord, Session, SweepBatch } from 'nest-sessions/store';
import type { SweepReply } from '../scripts/replies.js';
import { SCRIPTS } from '../scripts/scripts.js';
import type { SessionCalls } from '../scripts/session-calls.js';
import { rotated, split } from './shares.js';

/** How many sessions one script handles, which bounds how long it blocks Redis: see the README. */
const MOST_A_SCRIPT = 100;

/** Sweeps in scripts of bounded size. Each begins at another shard, so that no shard waits for the others. */
export class Sweeps {
  #first = Math.floor(Math.random() * 1024);

  constructor(
    private readonly calls: SessionCalls,
    private readonly groups: readonly (readonly number[])[],
  ) {}

  /** Handles at most `limit` sessions. If the connection is lost after the first script, gives what was handled until then. */
  async sweep(limit: number): Promise<SweepBatch> {
    this.#first += 1;
    const batch = new Batch();
    let left = limit;
    let due = rotated(
      this.groups.map((group) => rotated(group, this.#first)),
      this.#first,
    );
    let asked = this.#ask(due, left);
    for (;;) {
      const answers = await asked;
      const replies = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      const failed = answers.find((answer) => answer.status === 'rejected');
      left -= replies.reduce((sum, reply) => sum + handledIn(reply), 0);
      if (failed !== undefined && left === limit) throw failed.reason;
      due = due.filter((_, at) => isDueAfter(answers[at]));
      const isOver = failed !== undefined || left <= 0 || due.length === 0;
      if (!isOver) {
        asked = this.#ask(due, left);
        await written();
      }
      // The next scripts run while these replies are decoded.
      for (const reply of replies) await batch.add(reply, this.calls);
      if (isOver) break;
    }
    return batch.result(due.length > 0);
  }

  #ask(due: readonly (readonly number[])[], left: number): Promise<Answer[]> {
    const shares = split(Math.min(left, MOST_A_SCRIPT * due.length), due.length);
    return Promise.allSettled(due.map((group, at) => this.calls.run(SCRIPTS.sweep, group, String(shares[at] ?? 0))));
  }
}

type Answer = PromiseSettledResult<SweepReply>;

/** Waits until the client has sent its last commands, which it does in this turn of the event loop or in the next. */
async function written(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

function isDueAfter(answer: Answer | undefined): boolean {
  return answer?.status !== 'fulfilled' || answer.value.more;
}

function handledIn({ sessions, expiring, entries }: SweepReply): number {
  return sessions.length + expiring.length + entries.length;
}

class Batch {
  readonly #ended: Session[] = [];
  readonly #expiring: Session[] = [];
  readonly #quarantined: QuarantinedRecord[] = [];
  #asOf = 0;

  async add({ asOf, sessions, expiring, entries }: SweepReply, calls: SessionCalls): Promise<void> {
    const over = await calls.all(sessions, entries, true);
    const soon = await calls.all(expiring, [], false);
    this.#ended.push(...over.sessions);
    this.#expiring.push(...soon.sessions);
    this.#quarantined.push(...over.quarantined, ...soon.quarantined);
    this.#asOf = Math.max(this.#asOf, asOf);
  }

  result(more: boolean): SweepBatch {
    const ended = this.#ended.sort((one, other) => one.expiresAt - other.expiresAt);
    return { ended, expiring: this.#expiring, quarantined: this.#quarantined, more, asOf: this.#asOf };
  }
}
