import type { Connection } from '../connection.js';
import type { Keys } from '../keys.js';
import { list, texts } from '../replies.js';
import { SCRIPTS, type Script } from '../scripts.js';
import { rotated, split } from '../shares.js';
import type { ResolvedConsumerOptions } from './consumer-options.js';

/** An entry of the stream of a shard, as it was handed out. */
export interface StreamEntry {
  readonly shard: number;
  readonly id: string;
  readonly fields: readonly string[];
  readonly deliveries: number;
}

export interface Batch {
  readonly entries: readonly StreamEntry[];
  /** How many events were found to have been pushed out before anybody had handled them. */
  readonly dropped: number;
  /** Why some shards gave nothing. */
  readonly failure: Error | undefined;
}

/** Says that an entry is in hand still, or for how long it may count as left alone. */
export interface Claim {
  readonly id: string;
  readonly idleMs: number;
  readonly deliveries: number;
}

/** `alone` is an entry that the stream has pushed out: what is in memory is all there is of it. */
export type ClaimState = 'kept' | 'taken' | 'alone';

/** The scripts on the streams of all shards, as functions. */
export class EventStreams {
  readonly #groups: readonly (readonly number[])[];
  #first = Math.floor(Math.random() * 1024);

  constructor(
    private readonly connection: Connection,
    private readonly keys: Keys,
    private readonly options: ResolvedConsumerOptions,
  ) {
    const all = Array.from({ length: keys.shards }, (_, shard) => shard);
    this.#groups = connection.isCluster ? all.map((shard) => [shard]) : [all];
  }

  async begin(): Promise<void> {
    const from = this.options.from === 'now' ? '$' : '0';
    await Promise.all(this.#groups.map((group) => this.run(SCRIPTS['begin-events'], group, from)));
  }

  /** Gives new events, in each shard the oldest first. Begins with another shard each time. */
  async read(most: number): Promise<Batch> {
    return this.#gather(most, (group, share) => this.run(SCRIPTS['read-events'], group, String(share)));
  }

  async takeOver(most: number): Promise<Batch> {
    const idle = String(this.options.takeOverAfterMs);
    return this.#gather(most, (group, share) => this.run(SCRIPTS['take-over-events'], group, idle, String(share)));
  }

  async claim(shard: number, claims: readonly Claim[]): Promise<readonly ClaimState[]> {
    const args = claims.flatMap(({ id, idleMs, deliveries }) => [id, String(Math.floor(idleMs)), String(deliveries)]);
    const states = texts(await this.run(SCRIPTS['claim-events'], [shard], ...args));
    return states.map((state) => (state === 'taken' || state === 'alone' ? state : 'kept'));
  }

  async acknowledge(shard: number, id: string): Promise<void> {
    await this.run(SCRIPTS['acknowledge-event'], [shard], id);
  }

  /** Resolves to whether the consumer is gone from the group in all shards. */
  async leave(): Promise<boolean> {
    const left = await this.ofAll((group) => this.run(SCRIPTS['leave-events'], group));
    return left.every((count) => count === 0);
  }

  ofAll<T>(ask: (group: readonly number[]) => Promise<T>): Promise<T[]> {
    return Promise.all(this.#groups.map(ask));
  }

  run(script: Script, shards: readonly number[], ...args: readonly string[]): Promise<unknown> {
    const { group, consumer } = this.options;
    const keys = shards.flatMap((shard) => this.keys.ofEvents(shard, group));
    return this.connection.run(script, keys, [group, consumer, ...args]);
  }

  /** Asks all shards for at most `most` together, those of one call at once, and more calls at once where there are many. */
  async #gather(most: number, ask: (group: readonly number[], share: number) => Promise<unknown>): Promise<Batch> {
    this.#first += 1;
    const groups = rotated(
      this.#groups.map((group) => rotated(group, this.#first)),
      this.#first,
    );
    const entries: StreamEntry[] = [];
    let dropped = 0;
    let failure: Error | undefined;
    for (let at = 0; at < groups.length && entries.length < most;) {
      const left = most - entries.length;
      const wave = groups.slice(at, at + left);
      at += wave.length;
      const shares = split(left, wave.length);
      const replies = await Promise.allSettled(wave.map((group, place) => ask(group, shares[place] ?? 1)));
      for (const [place, reply] of replies.entries()) {
        if (reply.status === 'rejected') {
          failure = reply.reason instanceof Error ? reply.reason : new Error('A call failed.');
          continue;
        }
        const [lost, events] = list(reply.value);
        dropped += Number(lost);
        entries.push(...list(events).map((event) => entryOf(event, wave[place] ?? [])));
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
    fields: texts(fields),
    deliveries: Number(deliveries),
  };
}
