import type { RedisClientOptions } from 'redis';
import {
  type Clock,
  type Duration,
  type IdHash,
  InvalidOptionsError,
  LONGEST_DURATION_MS,
  SECRETS_ALLOWED,
  type Secret,
  durationMs,
  idHash,
  isSecret,
} from 'nest-sessions/store';
import { MOST_SHARDS } from './keys.js';
import type { RedisClient } from './redis-client.js';

/** As long as an operation may be let to take: ten minutes. */
const LONGEST_COMMAND_MS = 600_000;

/** Either `client`, or `url` with or without `connection`. */
export interface RedisSessionStoreOptions {
  /** A client, cluster or sentinel of the `redis` package, already connected. Who made it closes it. */
  readonly client?: RedisClient;
  /** Where Redis is, such as `redis://user:password@host:6379/0` or `rediss://host`. The store makes and closes the client. */
  readonly url?: string;
  /** More about the connection that the store makes: TLS, credentials and so on. */
  readonly connection?: RedisClientOptions;
  /** Begins the name of every key. Stores with one prefix share their sessions. Default `'sessions'`. */
  readonly prefix?: string;
  /**
   * Into how many parts the sessions are divided, which Redis Cluster spreads over its nodes. It is part of what is
   * stored: a store opened with another number refuses to work. 1 to 256, default 16.
   */
  readonly shards?: number;
  /** How long a corrupted record is kept for inspection. Default `'24h'`. */
  readonly quarantineRetention?: Duration;
  /** The stream of events in each shard, or `false` to write none. */
  readonly events?: false | EventStreamOptions;
  /**
   * Keeps a keyed hash of each id in place of the id, so that who reads the database opens no session. At least 32 bytes;
   * keep it apart from the database. Under another key, no session is found by its id any more.
   */
  readonly idKey?: Secret;
  /** How long an operation may take, in milliseconds or as a text. Default `'1s'`. */
  readonly commandTimeout?: Duration;
  /** For tests: a clock in place of the server's. */
  readonly clock?: Clock;
}

export interface EventStreamOptions {
  /** About how many events a shard keeps before it drops the oldest. Default 10,000. */
  readonly maxLength?: number;
}

export interface ResolvedRedisOptions {
  readonly prefix: string;
  readonly shards: number;
  readonly quarantineRetentionMs: number;
  /** 0 for no stream. */
  readonly mostEvents: number;
  readonly commandTimeoutMs: number;
  readonly idHash: IdHash | undefined;
  readonly clock: Clock | undefined;
}

/** Throws `InvalidOptionsError`, which names every fault at once. */
export function resolveRedisOptions(options: RedisSessionStoreOptions): ResolvedRedisOptions {
  const { prefix = 'sessions', shards = 16, quarantineRetention = '24h', events = {}, commandTimeout = '1s' } = options;
  const problems: string[] = [];
  const check = (isGood: boolean, problem: () => string): void => {
    if (!isGood) problems.push(problem());
  };
  const own = options.url !== undefined || options.connection !== undefined;
  check(own !== (options.client !== undefined), () => 'give either client, or url or connection');
  check(
    /^[^{}\s]+$/.test(prefix),
    () => `prefix is ${JSON.stringify(prefix)}, allowed is a text without braces and spaces`,
  );
  check(
    Number.isSafeInteger(shards) && shards >= 1 && shards <= MOST_SHARDS,
    () => `shards is ${String(shards)}, allowed is a whole number from 1 to ${String(MOST_SHARDS)}`,
  );
  const mostEvents = events === false ? 0 : (events.maxLength ?? 10_000);
  check(
    Number.isSafeInteger(mostEvents) && (events === false || mostEvents >= 1),
    () => `events.maxLength is ${String(mostEvents)}, allowed is a whole number from 1; or give events: false`,
  );
  const { idKey } = options;
  check(idKey === undefined || isSecret(idKey), () => `idKey is no good key, allowed is ${SECRETS_ALLOWED}`);
  const span = (name: string, duration: Duration, least: number, most: number): number => {
    const value = durationMs(duration);
    const rounded = value === undefined ? NaN : Math.round(value);
    check(
      rounded >= least && rounded <= most,
      () =>
        `${name} is ${String(duration)}, allowed are ${String(least)} to ${String(most)} milliseconds, or a text such as '2s'`,
    );
    return rounded;
  };
  const quarantineRetentionMs = span('quarantineRetention', quarantineRetention, 0, LONGEST_DURATION_MS);
  const commandTimeoutMs = span('commandTimeout', commandTimeout, 1, LONGEST_COMMAND_MS);
  if (problems.length > 0) throw new InvalidOptionsError(problems.map((problem) => `Redis store: ${problem}`));
  const { clock } = options;
  return { prefix, shards, quarantineRetentionMs, mostEvents, commandTimeoutMs, idHash: idHash(idKey), clock };
}
