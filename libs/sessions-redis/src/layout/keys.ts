import { hash } from 'node:crypto';

/** Raised when the keys or their values change in a way that an older package would misread. */
export const LAYOUT_VERSION = 1;

/** The largest number of shards. An operation on all shards takes longer with each: see the README. */
export const MOST_SHARDS = 256;

/** The keys that a script gets, by the number of the shard. */
type ShardKeys = readonly [prefix: string, layout: string];

/**
 * Names the keys of the store. One shard holds all sessions of a user, and all keys of a shard have the same hash tag,
 * `{prefix:shard}`, so that one script may use them together on Redis Cluster.
 */
export class Keys {
  readonly #shards: readonly ShardKeys[];

  constructor(
    readonly prefix: string,
    readonly shards: number,
  ) {
    this.#shards = Array.from({ length: shards }, (_, shard) => {
      const start = `{${prefix}:${String(shard)}}:`;
      return [start, `${start}layout`];
    });
  }

  /** What the names of all keys of a shard begin with. */
  ofShard(shard: number): string {
    return this.#shards[shard]?.[0] ?? '';
  }

  /** The keys that a script gets: the beginning of the names in each shard, and the layout of the first shard. */
  ofShards(shards: readonly number[]): readonly string[] {
    const [first = 0] = shards;
    const one = this.#shards[first];
    if (shards.length === 1 && one !== undefined) return one;
    return [...shards.map((shard) => this.ofShard(shard)), this.ofLayout(first)];
  }

  ofLayout(shard: number): string {
    return `${this.ofShard(shard)}layout`;
  }

  /** The shard of a user's sessions. Part of the layout: the answer must never change. */
  shardOfUser(user: string): number {
    return hash('sha256', user, 'buffer').readUInt32BE() % this.shards;
  }
}
