import { setTimeout as pause } from 'node:timers/promises';
import type { RedisClientOptions } from 'redis';
import { StoreUnavailableError } from 'nest-sessions/store';
import { unavailable } from './failures.js';
import { createOwnClient, type CreatedClient, type RedisCommands } from './redis-client.js';
import { serverOf } from './server-of.js';

/** A silent connection is given up after this many times the time limit of a call. */
const PATIENCE = 5;

/** The shortest time limit for a connection, because it takes several round trips, and the first loads code. */
const SHORTEST_CONNECT_MS = 1000;

/**
 * How long calls wait for another attempt after a failed one. It is short, so that health gets the reason within its own
 * time limit.
 */
const RETRY_MS = 250;

/**
 * The client of a store that got no client as an option. It connects with the first call and reconnects automatically. It
 * replaces a silent connection, for example to a machine that is gone, long before TCP would notice.
 */
export class OwnClient {
  readonly #options: RedisClientOptions;
  readonly #patienceMs: number;
  readonly #connectMs: number;
  #client: CreatedClient;
  #commands: RedisCommands;
  #wasOpened = false;
  /** The first attempt of a client to connect, until it or a later one has succeeded. */
  #attempt: Promise<void> | undefined;
  #silentSince: number | undefined;
  #lastError: Error | undefined;

  /** Throws `InvalidOptionsError`. */
  constructor(options: RedisClientOptions, timeoutMs: number) {
    this.#options = options;
    this.#patienceMs = PATIENCE * timeoutMs;
    this.#connectMs = Math.max(SHORTEST_CONNECT_MS, timeoutMs);
    this.#client = createOwnClient(options);
    this.#commands = commandsOf(this.#client);
  }

  /** Whether `connect` has nothing to do. */
  get isConnected(): boolean {
    return this.#client.isOpen && this.#attempt === undefined;
  }

  /** The last failure of the connection: why the client is not connected, while it is not. */
  get lastError(): Error | undefined {
    return this.#lastError;
  }

  /** See `serverOf`. */
  get server(): string {
    return serverOf(this.#client);
  }

  commands(): RedisCommands {
    return this.#commands;
  }

  /**
   * Waits for the first attempt to connect. If that fails, later attempts follow in the background, and each call throws
   * the error of the last attempt immediately.
   */
  async connect(): Promise<void> {
    if (!this.#client.isOpen) this.#open();
    await this.#attempt?.catch((error: unknown) => {
      throw this.#lastError ?? error;
    });
  }

  /** Redis has answered, perhaps with an error. */
  answered(): void {
    this.#silentSince = undefined;
  }

  /** A call got no answer in time. */
  unanswered(): void {
    const now = performance.now();
    this.#silentSince ??= now;
    if (now - this.#silentSince >= this.#patienceMs) this.giveUp();
  }

  /** Cuts the connection. The next call opens a new one. */
  giveUp(): void {
    this.#silentSince = undefined;
    if (this.#client.isReady) this.#lastError = undefined;
    if (this.#client.isOpen) this.#client.destroy();
  }

  /** Waits for answers that are under way. */
  async close(): Promise<void> {
    if (this.#client.isReady) await this.#client.close();
  }

  #open(): void {
    // Without this, a client that is closed between two attempts would start both again.
    if (this.#wasOpened) {
      this.#client = createOwnClient(this.#options);
      this.#commands = commandsOf(this.#client);
    }
    this.#wasOpened = true;
    const attempt = this.#connect(this.#client);
    this.#attempt = this.#lastError === undefined ? attempt : Promise.race([attempt, failsSoon(this.#lastError)]);
    // The callers that await it get the error.
    this.#attempt.catch(() => undefined);
  }

  /** A server that does not speak TLS says nothing: it waits for the end of a command. */
  #noConnection(): StoreUnavailableError {
    const hint = isTls(this.#options)
      ? ' If its port does not speak TLS, use redis:// instead of rediss://, or its port for TLS.'
      : '';
    return new StoreUnavailableError(`Redis accepted no connection within ${String(this.#connectMs)} ms.${hint}`);
  }

  #connect(client: CreatedClient): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        if (client === this.#client) this.#lastError = error;
        reject(error);
      };
      const timer = setTimeout(() => {
        fail(this.#noConnection());
        if (client === this.#client) this.giveUp();
      }, this.#connectMs);
      // Without a listener, an error of the connection would end the process.
      client.on('error', (error) => {
        clearTimeout(timer);
        fail(unavailable(error));
      });
      client.connect().then(() => {
        clearTimeout(timer);
        resolve();
        if (client !== this.#client) return;
        this.#attempt = undefined;
        this.#lastError = undefined;
      }, reject);
    });
  }
}

async function failsSoon(error: Error): Promise<never> {
  await pause(RETRY_MS, undefined, { ref: false });
  throw error;
}

function isTls({ url, socket }: RedisClientOptions): boolean {
  return url?.startsWith('rediss:') === true || (socket !== undefined && 'tls' in socket && socket.tls);
}

function commandsOf(client: CreatedClient): RedisCommands {
  return client.withCommandOptions({ timeout: 0, typeMapping: {} });
}
