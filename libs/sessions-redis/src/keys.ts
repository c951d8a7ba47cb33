import { hash } from 'node:crypto';
import { newSessionId } from 'nest-sessions/store';

/** Raised when the keys, or what stands under them, change in a way that an older package would misread. */
export const LAYOUT_VERSION = 1;

/** The most shards. What is asked of all of them takes longer with each: see the README. */
export const MOST_SHARDS = 256;

/** How many characters at the beginning of an id tell its shard. */
export const SHARD_DIGITS = 2;
const SESSION_ID = /^[0-9a-z]{2}[A-Za-z0-9_-]{24}$/;

/**
 * Names the keys of the store. What belongs to one user lies in one shard, and all keys of a shard carry the same hash
 * tag, `{prefix:shard}`, so that a script may touch them together on Redis Cluster.
 */
export class Keys {
  readonly layout: string;
  readonly #shards: readonly string[];

  constructor(
    readonly prefix: string,
    readonly shards: number,
  ) {
    this.layout = `${prefix}:layout`;
    this.#shards = Array.from({ length: shards }, (_, shard) => `{${prefix}:${String(shard)}}:`);
  }

  /** What scripts are given of a shard: what the names of all its keys begin with. */
  ofShard(shard: number): string {
    return this.#shards[shard] ?? '';
  }

  /**
   * What scripts are given of some shards, and after that a key under which nothing stands. While a cluster moves a slot,
   * a call of one missing key is sent on to the new node, where it would find nothing; one of several gets TRYAGAIN.
   */
  ofShards(shards: readonly number[]): readonly string[] {
    const [first = 0] = shards;
    return [...shards.map((shard) => this.ofShard(shard)), `${this.ofShard(first)}nothing`];
  }

  /** What scripts are given of a shard's events for a group, in the order in which include/event-call.lua names them. */
  ofEvents(shard: number, group: string): readonly string[] {
    const events = `${this.ofShard(shard)}events`;
    return [events, `${events}-dropped`, `${events}-passed`, `${events}-parked:${group}`];
  }

  /** Where the sessions of a user lie. Part of the layout: it must give the same answer for ever. */
  shardOfUser(user: string): number {
    return hash('sha256', user, 'buffer').readUInt32BE() % this.shards;
  }

  /** A new id: the shard in two digits of base 36, then the random part. */
  newId(shard: number): string {
    return shard.toString(36).padStart(SHARD_DIGITS, '0') + newSessionId();
  }

  /** The shard that an id names, or `undefined` for an id that this store can't have given. */
  shardOfId(id: string): number | undefined {
    if (!SESSION_ID.test(id)) return undefined;
    const shard = Number.parseInt(id.slice(0, SHARD_DIGITS), 36);
    return shard < this.shards ? shard : undefined;
  }
}
