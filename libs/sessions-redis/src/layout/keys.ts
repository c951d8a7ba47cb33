import { hash, randomInt } from 'node:crypto';
import { type IdHash, newSessionId } from 'nest-sessions/store';

/** It rises with each change of the keys or values that an older package would misread. */
export const LAYOUT_VERSION = 3;

/** The largest number of shards. An operation on all shards takes longer with each: see the README. */
export const MOST_SHARDS = 256;

/** An id begins with its shard, in two digits of base 36. */
const SHARD_DIGITS = 2;
const SESSION_ID = /^[0-9a-z]{2}[A-Za-z0-9_-]{24}$/;

/** The characters of a hash that are kept, as many as the random part of an id has: 144 bits. */
const HASH_CHARACTERS = 24;

/** The shard of a session, and the id that Redis has for it: the session's own id, or its hash. */
export interface StoredId {
  readonly shard: number;
  readonly id: string;
}

/** The keys that a script gets, by the number of the shard. */
type ShardKeys = readonly [prefix: string, layout: string];

/**
 * Names the keys of the store, and the ids in them. All sessions of a user are in one shard; a guest's session is in any shard.
 * All keys of a shard have the same hash tag, `{prefix:shard}`, so that one script may use them together on Redis Cluster.
 */
export class Keys {
  readonly #shards: readonly ShardKeys[];

  constructor(
    readonly prefix: string,
    readonly shards: number,
    private readonly idHash?: IdHash,
  ) {
    this.#shards = Array.from({ length: shards }, (_, shard) => {
      const start = `{${prefix}:${String(shard)}}:`;
      return [start, `${start}layout`];
    });
  }

  /** The beginning of the names of all keys of a shard. */
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

  /** A random shard, for the session of a guest. Its id then names the shard. */
  anyShard(): number {
    return randomInt(this.shards);
  }

  /** How ids are kept, for the layout. It shows whether two stores have the same key, and nothing else about the key. */
  get wayOfIds(): string {
    return this.idHash === undefined ? 'plain' : `hashed:${this.idHash('').slice(0, HASH_CHARACTERS)}`;
  }

  /** The id that Redis has for an id. Both begin with the same shard. `undefined` if this store can't have created the id. */
  storedId(id: string): StoredId | undefined {
    const shard = this.shardOfId(id);
    if (shard === undefined || this.idHash === undefined) return shard === undefined ? undefined : { shard, id };
    return { shard, id: id.slice(0, SHARD_DIGITS) + this.idHash(id).slice(0, HASH_CHARACTERS) };
  }

  /** A new id for a session in this shard, and the id to store. */
  createId(shard: number): { readonly id: string; readonly stored: string } {
    const id = shard.toString(36).padStart(SHARD_DIGITS, '0') + newSessionId();
    return { id, stored: this.storedId(id)?.id ?? id };
  }

  /** The shard that an id names, in Redis or in the application; `undefined` as for `storedId`. */
  shardOfId(id: string): number | undefined {
    if (!SESSION_ID.test(id)) return undefined;
    const shard = Number.parseInt(id.slice(0, SHARD_DIGITS), 36);
    return shard < this.shards ? shard : undefined;
  }
}
