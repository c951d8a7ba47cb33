import type { IdHash } from 'nest-sessions/store';
import { SHARD_DIGITS, type Keys } from './keys.js';

/** As many characters as a new id has after its shard: 144 bits of the hash. */
const HASH_CHARACTERS = 24;

/** Where the session of an id is kept, and under which id: its own, or its hash where ids are hashed. */
export interface Kept {
  readonly shard: number;
  readonly id: string;
}

/** Tells from the ids that the application holds those that stand in Redis, which begin with the same shard. */
export class KeptIds {
  constructor(
    private readonly keys: Keys,
    private readonly hash: IdHash | undefined,
  ) {}

  /** How ids are kept, for the layout. Of two keys it tells that they differ, and nothing else. */
  get way(): string {
    return this.hash === undefined ? 'plain' : `hashed ${this.hash('').slice(0, HASH_CHARACTERS)}`;
  }

  /** `undefined` for an id that this store can't have given. */
  of(id: string): Kept | undefined {
    const shard = this.keys.shardOfId(id);
    if (shard === undefined) return undefined;
    if (this.hash === undefined) return { shard, id };
    return { shard, id: id.slice(0, SHARD_DIGITS) + this.hash(id).slice(0, HASH_CHARACTERS) };
  }

  /** A new id for a session in this shard, and the one to keep. */
  create(shard: number): { readonly id: string; readonly kept: string } {
    const id = this.keys.newId(shard);
    return { id, kept: this.of(id)?.id ?? id };
  }
}
