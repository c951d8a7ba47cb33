import type { RedisClientOptions } from 'redis';
import { type Clock, type Duration, type IdHash, OptionChecker, type Secret, idHash } from 'nest-sessions/store';
import { isRedisClient, type RedisClient } from './connection/redis-client.js';
import { MOST_ENDINGS, type EndingLimits } from './layout/ending-limits.js';
import type { EventLimits } from './layout/event-limits.js';
import { MOST_SHARDS } from './layout/keys.js';

const LONGEST_COMMAND_MS = 600_000;
export const LONGEST_RETENTION_MS = 100 * 365 * 24 * 3_600_000;
export const MIB = 1024 * 1024;

/** The least that a shard must be able to keep of a stream. */
const LEAST_STREAM_BYTES = 4096;

/** Either `client`, or `url` with or without `connection`. */
export interface RedisSessionStoreOptions {
  /** A client, cluster or sentinel of the `redis` package, already connected. Whoever created it closes it. */
  readonly client?: RedisClient;
  /** Such as `redis://user:password@host:6379/0` or `rediss://host`. The store creates and closes the client. */
  readonly url?: string;
  /** Further options of the client that the store creates: TLS, credentials and so on. */
  readonly connection?: RedisClientOptions;
  /** The beginning of every key. Stores with the same prefix share their sessions. Default `'sessions'`. */
  readonly prefix?: string;
  /**
   * The number of parts into which the sessions are divided; Redis Cluster spreads them over its nodes. It is part of the
   * stored layout: a store with another number refuses to work. 1 to 256, default 16.
   */
  readonly shards?: number;
  /** How long a corrupted record is kept for inspection. Default `'24h'`. */
  readonly quarantineRetention?: Duration;
  /**
   * For how long the id of an ended session tells why it ended; `0` for not at all. Default `'1h'`. The store remembers at most
   * 100,000 endings, and each shard its part of them; it forgets the oldest first.
   */
  readonly rememberEndings?: Duration;
  /** What is kept of endings for consumers, or `false` to keep none. */
  readonly events?: false | EventStreamOptions;
  /**
   * Stores a keyed hash of each id instead of the id, so that a dump of the database opens no session. At least 32 bytes;
   * keep it apart from the database. With another key, no id finds its session any more.
   */
  readonly idKey?: Secret;
  /** How long an operation may take, in milliseconds or as a string. Default `'1s'`. */
  readonly commandTimeout?: Duration;
  /** For tests: a clock instead of the server's. */
  readonly clock?: Clock;
}

export interface EventStreamOptions {
  /**
   * About how many bytes of events the store keeps before it drops the oldest; each shard has an equal part. At least 4096 for
   * each shard, default 67,108,864 (64 MiB).
   */
  readonly maxBytes?: number;
  /** How long an event is kept, handled or not. Default `'24h'`. */
  readonly maxAge?: Duration;
  /**
   * Whether an event has the metadata of its session. Default `false`: the metadata of each event is `{}`, and the record of a
   * quarantined session has `null` for `raw`.
   */
  readonly metadata?: boolean;
}

/** Where Redis is and how the store uses it: the options that consumers of events share with the store. */
export type RedisPlace = Pick<
  RedisSessionStoreOptions,
  'client' | 'url' | 'connection' | 'prefix' | 'shards' | 'commandTimeout'
>;

export interface ResolvedRedisPlace {
  readonly prefix: string;
  readonly shards: number;
  readonly commandTimeoutMs: number;
}

export interface ResolvedRedisOptions extends ResolvedRedisPlace {
  readonly quarantineRetentionMs: number;
  readonly endings: EndingLimits;
  /** `undefined` for no stream. */
  readonly events: EventLimits | undefined;
  readonly idHash: IdHash | undefined;
  readonly clock: Clock | undefined;
}

/** Every option of the store. */
const OPTIONS: Readonly<Record<keyof RedisSessionStoreOptions, true>> = {
  client: true,
  url: true,
  connection: true,
  prefix: true,
  shards: true,
  quarantineRetention: true,
  rememberEndings: true,
  events: true,
  idKey: true,
  commandTimeout: true,
  clock: true,
};

/** Throws one `InvalidOptionsError` that names every bad option. */
export function resolveRedisOptions(options: RedisSessionStoreOptions): ResolvedRedisOptions {
  const check = new OptionChecker("RedisSessionStore can't start");
  const given: RedisSessionStoreOptions = check.group('', options, Object.keys(OPTIONS));
  const { quarantineRetention = '24h', rememberEndings = '1h', events = {}, idKey, clock } = given;
  const place = resolvePlace(given, check);
  const resolved = {
    ...place,
    quarantineRetentionMs: check.duration('quarantineRetention', quarantineRetention, {
      min: 0,
      max: LONGEST_RETENTION_MS,
    }),
    endings: {
      rememberMs: check.duration('rememberEndings', rememberEndings, { min: 0, max: LONGEST_RETENTION_MS }),
      most: Math.ceil(MOST_ENDINGS / place.shards),
    },
    events: events === false ? undefined : resolveEvents(events, place.shards, check),
    idHash: idHash(check.secret('idKey', idKey)),
    clock,
  };
  check.done();
  return resolved;
}

/** The part of the options that the store and the consumers of its events share. */
export function resolvePlace(options: RedisPlace, check: OptionChecker): ResolvedRedisPlace {
  const { client, url, connection, prefix = 'sessions', shards = 16, commandTimeout = '1s' } = options;
  const isOwn = url !== undefined || connection !== undefined;
  if (isOwn === (client !== undefined)) check.refuse('give either client, or url or connection');
  const isClient = client === undefined || isRedisClient(client);
  check.value('client', client, isClient, 'a client, cluster or sentinel of the package redis, version 6 or later');
  return {
    prefix: check.string('prefix', prefix, /^[^{}\s\p{Cc}]{1,200}$/u, 'a string without braces and spaces'),
    shards: check.integer('shards', shards, { min: 1, max: MOST_SHARDS }),
    commandTimeoutMs: check.duration('commandTimeout', commandTimeout, { min: 1, max: LONGEST_COMMAND_MS }),
  };
}

function resolveEvents(events: EventStreamOptions, shards: number, check: OptionChecker): EventLimits {
  const given: EventStreamOptions = check.group('events', events, ['maxBytes', 'maxAge', 'metadata']);
  const { maxBytes = 64 * MIB, maxAge = '24h', metadata = false } = given;
  return {
    maxBytes: bytesOfShard('events.maxBytes', maxBytes, shards, check),
    maxAgeMs: check.duration('events.maxAge', maxAge, { min: 1, max: LONGEST_RETENTION_MS }),
    metadata: check.boolean('events.metadata', metadata),
  };
}

/** The part that a shard has of the bytes of all. */
export function bytesOfShard(name: string, bytes: number, shards: number, check: OptionChecker): number {
  return Math.floor(check.integer(name, bytes, { min: LEAST_STREAM_BYTES * shards }) / shards);
}
