import type { QuarantinedRecord, Session } from '../../domain/session.js';
import type { SweepBatch } from '../session-store.js';
import type { Intake } from './intake.js';
import type { Operations } from './operations.js';
import type { SweepReply } from './replies.js';
import { rotated, split } from './shares.js';

/** How many sessions one script handles, which bounds how long it keeps Redis from others: see the README. */
const MOST_A_SCRIPT = 100;

/** Sweeps in scripts of bounded size, which begin at another shard each time so that none waits for the others. */
export class Sweeps {
  #first = Math.floor(Math.random() * 1024);

  constructor(
    private readonly operations: Operations,
    private readonly groups: readonly (readonly number[])[],
    private readonly intake: Intake,
  ) {}

  /** Handles at most `limit`. What it has handled is handed out even if the connection is lost on the way. */
  async sweep(limit: number): Promise<SweepBatch> {
    this.#first += 1;
    const batch = new Batch();
    let left = limit;
    let due = rotated(
      this.groups.map((group) => rotated(group, this.#first)),
      this.#first,
    );
    do {
      const shares = split(Math.min(left, MOST_A_SCRIPT * due.length), due.length);
      const answers = await Promise.allSettled(due.map((group, at) => this.operations.sweep(group, shares[at] ?? 0)));
      const stillDue: (readonly number[])[] = [];
      for (const [at, answer] of answers.entries()) {
        if (answer.status === 'fulfilled') left -= await batch.add(answer.value, this.intake);
        if (answer.status === 'rejected' || answer.value.more) stillDue.push(due[at] ?? []);
      }
      due = stillDue;
      const failed = answers.find((answer) => answer.status === 'rejected');
      if (failed !== undefined) {
        if (left === limit) throw failed.reason;
        break;
      }
    } while (left > 0 && due.length > 0);
    return batch.result(due.length > 0);
  }
}

class Batch {
  readonly #ended: Session[] = [];
  readonly #warned: Session[] = [];
  readonly #quarantined: QuarantinedRecord[] = [];
  #asOf = 0;

  /** Gives how many it added. */
  async add({ asOf, ended, warned, entries }: SweepReply, intake: Intake): Promise<number> {
    const over = await intake.all(ended, entries, true);
    const soon = await intake.all(warned, [], false);
    this.#ended.push(...over.sessions);
    this.#warned.push(...soon.sessions);
    this.#quarantined.push(...over.quarantined, ...soon.quarantined);
    this.#asOf = Math.max(this.#asOf, asOf);
    return ended.length + warned.length + entries.length;
  }

  result(more: boolean): SweepBatch {
    const ended = this.#ended.sort((one, other) => one.expiresAt - other.expiresAt);
    return { ended, warned: this.#warned, quarantined: this.#quarantined, more, asOf: this.#asOf };
  }
}
