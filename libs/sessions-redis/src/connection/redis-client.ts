import { createClient, type RedisClientOptions } from 'redis';
import { InvalidOptionsError } from 'nest-sessions/store';
import { messageOf } from './failures.js';

/** What the store needs of a client of the `redis` package: a client, a cluster or a sentinel, connected by whoever created it. */
export interface RedisClient {
  readonly isOpen: boolean;
  readonly isReady: boolean;
  /** Where a client connects to. A cluster and a sentinel have no such options. */
  readonly options?: ServerOptions | undefined;
  on?(event: 'error', listener: (error: unknown) => void): unknown;
  withCommandOptions(options: CommandOptions): RedisCommands;
}

export interface ServerOptions {
  readonly socket?: ServerAddress | undefined;
  readonly database?: number | undefined;
}

/** A host and a port, or the path of a Unix socket. */
export interface ServerAddress {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly path?: string | undefined;
}

/**
 * `timeout` (0 for none) and `abortSignal` limit how long a command waits before it is sent. `typeMapping` is empty for
 * replies of the default types.
 */
export interface CommandOptions {
  readonly timeout: number;
  readonly abortSignal?: AbortSignal;
  readonly typeMapping: object;
}

export interface RedisCommands {
  evalSha(sha1: string, call: ScriptCall): Promise<unknown>;
  eval(script: string, call: ScriptCall): Promise<unknown>;
}

export interface ScriptCall {
  readonly keys: string[];
  readonly arguments: string[];
}

/** A client that the store created, and closes. */
export interface CreatedClient extends RedisClient {
  on(event: 'error', listener: (error: unknown) => void): unknown;
  connect(): Promise<unknown>;
  close(): Promise<unknown>;
  destroy(): void;
}

/** Whether the keys of one call must lie in one slot. */
export function isCluster(client: RedisClient): boolean {
  return 'masters' in client && 'slots' in client;
}

/** The largest number of commands under way; further ones are refused. */
const MOST_IN_FLIGHT = 100_000;

/**
 * A client that refuses commands while it is not connected, and connects again for as long as it is open.
 * Throws `InvalidOptionsError`.
 */
export function createOwnClient(options: RedisClientOptions): CreatedClient {
  try {
    return createClient({
      commandsQueueMaxLength: MOST_IN_FLIGHT,
      ...(isIPv6(options.url) && { maintNotifications: 'disabled' }),
      ...options,
      socket: { reconnectStrategy: pauseBeforeAttempt, ...options.socket },
      disableOfflineQueue: true,
    });
  } catch (error) {
    throw new InvalidOptionsError([problemOf(error)], "RedisSessionStore can't start");
  }
}

/** Before it asks for maintenance notices, the driver looks up the host of the URL in DNS, which fails for an address in brackets. */
function isIPv6(url = ''): boolean {
  return /^rediss?:\/\/([^/]*@)?\[/.test(url);
}

/** Whether a value is a client, cluster or sentinel of the `redis` package. */
export function isRedisClient(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'withCommandOptions' in value;
}

/** The error of the driver may quote the URL, with its password. */
function problemOf(error: unknown): string {
  const message = messageOf(error);
  if (message.startsWith('tls socket option')) {
    return 'connection.socket.tls contradicts the url: give only the url, with redis:// or rediss://';
  }
  if (message.includes('RESP3')) return `connection is not valid: ${message}`;
  return 'url is not valid, allowed is one such as redis://user:password@host:6379/0';
}

/** Milliseconds, doubling up to a second, with jitter so that many instances don't come back at the same time. */
function pauseBeforeAttempt(attempt: number): number {
  return Math.min(25 * 2 ** attempt, 900) + Math.random() * 100;
}
