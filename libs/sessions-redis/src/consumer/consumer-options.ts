import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Duration, InvalidOptionsError, durationMs } from 'nest-sessions/store';
import { resolveRedisOptions, type RedisSessionStoreOptions } from '../options.js';
import type { SessionEventHandler } from './event-delivery.js';

type StoreOptions = Pick<
  RedisSessionStoreOptions,
  'client' | 'url' | 'connection' | 'prefix' | 'shards' | 'commandTimeout'
>;

/** `client` or `url`, `prefix`, `shards` and `commandTimeout` as of the store. */
export interface SessionEventConsumerOptions extends StoreOptions {
  /** Consumers of one group share the events; each group gets them all. A text without braces and spaces. */
  readonly group: string;
  /** An event counts as handled once the promise has resolved. Give what it waits for a time limit. */
  readonly handler: SessionEventHandler;
  /** Names this consumer in its group, which must have it once only. Default: a new one. */
  readonly consumer?: string;
  /** Where a group begins that is not there yet: with the oldest event that is kept, or with the next. Default `'beginning'`. */
  readonly from?: 'beginning' | 'now';
  /** How many events are handled at a time. 1 to 1000, default 16. */
  readonly concurrency?: number;
  /** How often an event is tried before it is parked. 1 to 100, default 5. */
  readonly attempts?: number;
  /** How long to wait before the second attempt; before each later one twice as long, give or take a fifth. Default `'1s'`. */
  readonly retryDelay?: Duration;
  /** The longest wait between two attempts. Default `'1m'`. */
  readonly maxRetryDelay?: Duration;
  /** After how long without a sign of life the events of a consumer are taken over by others. Default `'30s'`. */
  readonly takeOverAfter?: Duration;
  /** How long, at most, a new event may lie before it is seen, when there were none for a while. Default `'250ms'`. */
  readonly pollInterval?: Duration;
  /** How long `stop()` waits for handlers. Default `'10s'`. */
  readonly stopTimeout?: Duration;
  /** About how many parked events a shard keeps before it drops the oldest. Default 10,000. */
  readonly maxParked?: number;
  /** Told, at most once a second, how many events were dropped that nobody had handled. Default: a warning of the process. */
  readonly onDropped?: (count: number) => void;
  /** Told, at most once a second, how many events were parked. Default: a warning of the process. */
  readonly onParked?: (count: number) => void;
  /** Told once an outage that Redis can't be used; the consumer goes on trying. Default: a warning of the process. */
  readonly onUnavailable?: (error: Error) => void;
}

export interface ResolvedConsumerOptions {
  readonly prefix: string;
  readonly shards: number;
  readonly commandTimeoutMs: number;
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
  readonly maxParked: number;
}

const HOUR = 3_600_000;

/** Throws `InvalidOptionsError`, which names every fault at once, those of the connection apart. */
export function resolveConsumerOptions(options: SessionEventConsumerOptions): ResolvedConsumerOptions {
  const { prefix, shards, commandTimeoutMs } = resolveRedisOptions(options);
  const { group, consumer = newName(), from = 'beginning' } = options;
  const problems: string[] = [];
  const check = (isGood: boolean, problem: string): void => {
    if (!isGood) problems.push(`Session events: ${problem}`);
  };
  const whole = (name: string, value: number, most: number): number => {
    const isGood = Number.isSafeInteger(value) && value >= 1 && value <= most;
    check(isGood, `${name} is ${String(value)}, allowed is a whole number from 1 to ${String(most)}`);
    return value;
  };
  const span = (name: string, duration: Duration, least: number, most: number): number => {
    const value = Math.round(durationMs(duration) ?? NaN);
    const range = `${String(least)} to ${String(most)} milliseconds, or a text such as '2s'`;
    check(value >= least && value <= most, `${name} is ${String(duration)}, allowed are ${range}`);
    return value;
  };
  for (const [name, value] of Object.entries({ group, consumer })) {
    check(
      /^[^{}\s]{1,200}$/.test(value),
      `${name} must be a text without braces and spaces, of at most 200 characters`,
    );
  }
  check(typeof options.handler === 'function', 'handler must be a function');
  check(['beginning', 'now'].includes(from), "from must be 'beginning' or 'now'");
  const resolved = {
    ...{ prefix, shards, commandTimeoutMs, group, consumer, from },
    concurrency: whole('concurrency', options.concurrency ?? 16, 1000),
    attempts: whole('attempts', options.attempts ?? 5, 100),
    retryDelayMs: span('retryDelay', options.retryDelay ?? '1s', 1, HOUR),
    maxRetryDelayMs: span('maxRetryDelay', options.maxRetryDelay ?? '1m', 1, HOUR),
    takeOverAfterMs: span('takeOverAfter', options.takeOverAfter ?? '30s', 100, 24 * HOUR),
    pollIntervalMs: span('pollInterval', options.pollInterval ?? '250ms', 1, HOUR),
    stopTimeoutMs: span('stopTimeout', options.stopTimeout ?? '10s', 0, HOUR),
    maxParked: whole('maxParked', options.maxParked ?? 10_000, Number.MAX_SAFE_INTEGER),
  };
  if (problems.length > 0) throw new InvalidOptionsError(problems);
  return resolved;
}

/** The host and the process help whoever reads `XINFO CONSUMERS`. */
function newName(): string {
  return `${hostname().slice(0, 100)}-${String(process.pid)}-${randomUUID().slice(0, 8)}`;
}
