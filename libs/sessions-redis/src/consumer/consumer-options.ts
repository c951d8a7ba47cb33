import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Duration, OptionChecker } from 'nest-sessions/store';
import {
  bytesOfShard,
  LONGEST_RETENTION_MS,
  MIB,
  resolvePlace,
  type RedisPlace,
  type ResolvedRedisPlace,
} from '../options.js';
import type { SessionEventHandler } from './event-delivery.js';

/** `client` or `url`, `prefix`, `shards` and `commandTimeout` as for the store. */
export interface SessionEventConsumerOptions extends RedisPlace {
  /** Consumers of one group share the events; each group gets them all. A string without braces and spaces. */
  readonly group: string;
  /** An event counts as handled once the promise has resolved. Set a time limit for everything that it waits for. */
  readonly handler: SessionEventHandler;
  /** The name of this consumer, unique in its group. Default: a new one. */
  readonly consumer?: string;
  /** Where a new group begins: with the oldest event that is kept, or with the next one. Default `'beginning'`. */
  readonly from?: 'beginning' | 'now';
  /** How many events are handled at the same time. 1 to 1000, default 16. */
  readonly concurrency?: number;
  /** How often an event is tried before it is parked. 1 to 100, default 5. */
  readonly attempts?: number;
  /** How long to wait before the second attempt. Each later wait is twice as long, give or take a fifth. Default `'1s'`. */
  readonly retryDelay?: Duration;
  /** The longest wait between two attempts. Default `'1m'`. */
  readonly maxRetryDelay?: Duration;
  /** How long a consumer may give no sign of life before others take over its events. Default `'30s'`. */
  readonly takeOverAfter?: Duration;
  /** How often to look for new events when there were none for a while. An event may be this late. Default `'250ms'`. */
  readonly pollInterval?: Duration;
  /** How long `stop()` waits for handlers. Default `'10s'`. */
  readonly stopTimeout?: Duration;
  /**
   * The approximate limit of the group's parked events in bytes; above it the oldest are dropped. Each shard has an equal part.
   * At least 4096 for each shard, default 16,777,216 (16 MiB).
   */
  readonly maxParkedBytes?: number;
  /** How long a parked event is kept. Default `'7d'`. */
  readonly maxParkedAge?: Duration;
  /** Called at most once a second with the number of events that were dropped before anybody handled them. Default: a warning
   * of the process. */
  readonly onDropped?: (count: number) => void;
  /** Called at most once a second with the number of events that were parked. Default: a warning of the process. */
  readonly onParked?: (count: number) => void;
  /** Called once in an outage of Redis; the consumer keeps trying. Default: a warning of the process. */
  readonly onUnavailable?: (error: Error) => void;
}

export interface ResolvedConsumerOptions extends ResolvedRedisPlace {
  readonly group: string;
  readonly consumer: string;
  readonly from: 'beginning' | 'now';
  readonly concurrency: number;
  readonly attempts: number;
  readonly retryDelayMs: number;
  readonly maxRetryDelayMs: number;
  readonly takeOverAfterMs: number;
  readonly pollIntervalMs: number;
  readonly stopTimeoutMs: number;
  /** In each shard. */
  readonly maxParkedBytes: number;
  readonly maxParkedAgeMs: number;
}

const HOUR = 3_600_000;
const NAME = /^[^{}\s\p{Cc}]{1,200}$/u;
const NAMES_ALLOWED = 'a string of at most 200 characters, without braces and spaces';

/** Throws one `InvalidOptionsError` that names every bad option. */
export function resolveConsumerOptions(options: SessionEventConsumerOptions): ResolvedConsumerOptions {
  const check = new OptionChecker("SessionEventConsumer can't start");
  const { group, handler, consumer = newName(), from = 'beginning' } = options;
  const { concurrency = 16, attempts = 5, retryDelay = '1s', maxRetryDelay = '1m' } = options;
  const { takeOverAfter = '30s', pollInterval = '250ms', stopTimeout = '10s' } = options;
  const { maxParkedBytes = 16 * MIB, maxParkedAge = '7d' } = options;
  const place = resolvePlace(options, check);
  check.value('handler', handler, typeof handler === 'function', 'a function');
  const resolved = {
    ...place,
    group: check.string('group', group, NAME, NAMES_ALLOWED),
    consumer: check.string('consumer', consumer, NAME, NAMES_ALLOWED),
    from: check.oneOf('from', from, ['beginning', 'now']),
    concurrency: check.integer('concurrency', concurrency, { min: 1, max: 1000 }),
    attempts: check.integer('attempts', attempts, { min: 1, max: 100 }),
    retryDelayMs: check.duration('retryDelay', retryDelay, { min: 1, max: HOUR }),
    maxRetryDelayMs: check.duration('maxRetryDelay', maxRetryDelay, { min: 1, max: HOUR }),
    takeOverAfterMs: check.duration('takeOverAfter', takeOverAfter, { min: 100, max: 24 * HOUR }),
    pollIntervalMs: check.duration('pollInterval', pollInterval, { min: 1, max: HOUR }),
    stopTimeoutMs: check.duration('stopTimeout', stopTimeout, { min: 0, max: HOUR }),
    maxParkedBytes: bytesOfShard('maxParkedBytes', maxParkedBytes, place.shards, check),
    maxParkedAgeMs: check.duration('maxParkedAge', maxParkedAge, { min: 1, max: LONGEST_RETENTION_MS }),
  };
  check.done();
  return resolved;
}

/** A new name. It shows the host and the process in `XINFO CONSUMERS`. */
function newName(): string {
  return `${hostname().slice(0, 100)}-${String(process.pid)}-${randomUUID().slice(0, 8)}`;
}
