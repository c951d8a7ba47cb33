import { type IdHash, newSessionId } from 'nest-sessions/store';

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

/** Converts the ids that the application holds to the ids in Redis. Both begin with the same shard. */
export class SessionIds {
  constructor(
    private readonly shards: number,
    private readonly hash: IdHash | undefined,
  ) {}

  /** How ids are kept, for the layout. Tells two keys apart, and nothing else about them. */
  get way(): string {
    return this.hash === undefined ? 'plain' : `hashed:${this.hash('').slice(0, HASH_CHARACTERS)}`;
  }

  /** `undefined` for an id that this store can't have created. */
  stored(id: string): StoredId | undefined {
    const shard = this.shardOf(id);
    if (shard === undefined || this.hash === undefined) return shard === undefined ? undefined : { shard, id };
    return { shard, id: id.slice(0, SHARD_DIGITS) + this.hash(id).slice(0, HASH_CHARACTERS) };
  }

  /** A new id for a session in this shard, and the id to store. */
  create(shard: number): { readonly id: string; readonly stored: string } {
    const id = shard.toString(36).padStart(SHARD_DIGITS, '0') + newSessionId();
    return { id, stored: this.stored(id)?.id ?? id };
  }

  /** The shard that an id names, in Redis or in the application; `undefined` as for `stored`. */
  shardOf(id: string): number | undefined {
    if (!SESSION_ID.test(id)) return undefined;
    const shard = Number.parseInt(id.slice(0, SHARD_DIGITS), 36);
    return shard < this.shards ? shard : undefined;
  }
}
