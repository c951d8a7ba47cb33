/** The endings of sessions that a shard remembers. */
export interface EndingLimits {
  /** For how long; 0 to remember none. */
  readonly rememberMs: number;
  /** How many at most. */
  readonly most: number;
}

/** The most endings of all shards. */
export const MOST_ENDINGS = 100_000;
