import { rotated, split } from '../operations/shares.js';
import { list, strings } from '../scripts/replies.js';
import { EVENT_SCRIPTS, type Script } from '../scripts/scripts.js';
import type { Shards } from '../scripts/shards.js';
import type { ResolvedConsumerOptions } from './consumer-options.js';

/** An entry of the stream of a shard, as this consumer got it. */
export interface StreamEntry {
  readonly shard: number;
  readonly id: string;
  readonly fields: readonly string[];
  readonly deliveries: number;
}

export interface Batch {
  readonly entries: readonly StreamEntry[];
  /** How many events the streams had dropped before anybody handled them. */
  readonly dropped: number;
  /** Why some shards gave nothing. */
  readonly failure: Error | undefined;
}

/** Says that this consumer still has an entry in hand, or makes the entry look unclaimed for a time. */
export interface Claim {
  readonly id: string;
  readonly idleMs: number;
  readonly deliveries: number;
}

/** `alone`: the stream has dropped the entry, so only this consumer has it, in its memory. */
export type ClaimState = 'kept' | 'taken' | 'alone';

/** The scripts on the streams of all shards, for one consumer of a group. */
export class EventStreams {
  #first = Math.floor(Math.random() * 1024);
  /** The shards that may have events which the group has not read. */
  readonly #unread: Set<number>;
  /** The shards in which another consumer may have left events. */
  readonly #unsettled: Set<number>;

  constructor(
    private readonly shards: Shards,
    private readonly options: ResolvedConsumerOptions,
  ) {
    this.#unread = new Set(shards.groups.flat());
    this.#unsettled = new Set(this.#unread);
  }

  get hasUnread(): boolean {
    return this.#unread.size > 0;
  }

  /** Notes shards that have new events. */
  note(shards: readonly number[]): void {
    for (const shard of shards) {
      this.#unread.add(shard);
      this.#unsettled.add(shard);
    }
  }

  /** Notes one more shard each time, so that a missed event is found later. */
  noteNext(): void {
    this.#first += 1;
    this.#unsettled.add(this.#first % this.shards.groups.flat().length);
  }

  async begin(): Promise<void> {
    const from = this.options.from === 'now' ? '$' : '0';
    await this.ofAll((group) => this.run(EVENT_SCRIPTS.begin, group, from));
  }

  /** Returns new events, the oldest of each shard first. Begins with another shard each time. */
  async read(most: number): Promise<Batch> {
    return this.#gather(this.#unread, most, (group, share) => this.run(EVENT_SCRIPTS.read, group, String(share)));
  }

  async takeOver(most: number): Promise<Batch> {
    const idle = String(this.options.takeOverAfterMs);
    const age = String(this.options.maxParkedAgeMs);
    const batch = await this.#gather(this.#unsettled, most, (group, share) =>
      this.run(EVENT_SCRIPTS.takeOver, group, idle, String(share), age),
    );
    // Another consumer may read these events first and then stop.
    for (const shard of this.#unread) this.#unsettled.add(shard);
    return batch;
  }

  async claim(shard: number, claims: readonly Claim[]): Promise<readonly ClaimState[]> {
    const args = claims.flatMap(({ id, idleMs, deliveries }) => [id, String(Math.floor(idleMs)), String(deliveries)]);
    const states = await this.run(EVENT_SCRIPTS.claim, [shard], ...args);
    return states.map((state) => (state === 'taken' || state === 'alone' ? state : 'kept'));
  }

  async acknowledge(shard: number, id: string): Promise<void> {
    await this.run(EVENT_SCRIPTS.acknowledge, [shard], id);
  }

  /** Resolves to whether the consumer is gone from the group in all shards. */
  async leave(): Promise<boolean> {
    const left = await this.ofAll((group) => this.run(EVENT_SCRIPTS.leave, group));
    return left.every((count) => count === 0);
  }

  ofAll<T>(call: (group: readonly number[]) => Promise<T>): Promise<T[]> {
    return Promise.all(this.shards.groups.map(call));
  }

  run<Reply>(script: Script<Reply>, shards: readonly number[], ...args: readonly string[]): Promise<Reply> {
    const { group, consumer } = this.options;
    return this.shards.run(script, shards, [group, consumer, ...args]);
  }

  /**
   * Takes at most `most` entries in total from some shards, with several calls at a time. Removes a shard from the list if a
   * call reports that the shard is done, or returns fewer entries than it could.
   */
  async #gather(
    shards: Set<number>,
    most: number,
    take: (group: readonly number[], share: number) => Promise<readonly unknown[]>,
  ): Promise<Batch> {
    this.#first += 1;
    const groups = rotated(
      this.shards.groups.map((group) =>
        rotated(
          group.filter((shard) => shards.has(shard)),
          this.#first,
        ),
      ),
      this.#first,
    ).filter((group) => group.length > 0);
    const entries: StreamEntry[] = [];
    let dropped = 0;
    let failure: Error | undefined;
    for (let at = 0; at < groups.length && entries.length < most;) {
      const left = most - entries.length;
      const wave = groups.slice(at, at + left);
      at += wave.length;
      const shares = split(left, wave.length);
      // A shard that is added during a call stays in the list.
      for (const shard of wave.flat()) shards.delete(shard);
      const replies = await Promise.allSettled(wave.map((group, at) => take(group, shares[at] ?? 1)));
      for (const [index, reply] of replies.entries()) {
        const group = wave[index] ?? [];
        if (reply.status === 'rejected') {
          for (const shard of group) shards.add(shard);
          failure = reply.reason instanceof Error ? reply.reason : new Error('A call failed.');
          continue;
        }
        const [lost, found, settled] = reply.value;
        const events = list(found);
        const done = new Set(settled === undefined ? [] : list(settled).map((at) => group[Number(at) - 1]));
        const isFull = events.length >= (shares[index] ?? 1);
        for (const shard of group) if (settled === undefined ? isFull : !done.has(shard)) shards.add(shard);
        dropped += Number(lost);
        entries.push(...events.map((event) => entryOf(event, group)));
      }
    }
    return { entries, dropped, failure };
  }
}

function entryOf(reply: unknown, shards: readonly number[]): StreamEntry {
  const [at, id, fields, deliveries] = list(reply);
  return {
    shard: shards[Number(at) - 1] ?? 0,
    id: String(id),
    fields: strings(fields),
    deliveries: Number(deliveries),
  };
}
