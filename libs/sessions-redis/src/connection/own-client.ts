import type { RedisClientOptions } from 'redis';
import { StoreUnavailableError } from 'nest-sessions/store';
import { createOwnClient, type CreatedClient, type RedisCommands } from './redis-client.js';

/** A silent connection is given up after this many times the time limit of a call. */
const PATIENCE = 5;

/** The shortest time limit for a connection, because it takes several round trips, and the first loads code. */
const SHORTEST_CONNECT_MS = 1000;

/**
 * The client of a store that was given none. It connects with the first call and reconnects by itself. It replaces a
 * connection that has gone silent, as when the other machine is gone, long before TCP would notice.
 */
export class OwnClient {
  readonly #options: RedisClientOptions;
  readonly #patienceMs: number;
  readonly #connectMs: number;
  #client: CreatedClient;
  #commands: RedisCommands;
  #wasOpened = false;
  /** The first attempt to connect, until it or a later one has succeeded. */
  #attempt: Promise<void> | undefined;
  #silentSince: number | undefined;
  #lastError: unknown;

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

  /** Why the client is offline, as far as its connection has said. */
  get lastError(): unknown {
    return this.#lastError;
  }

  commands(): RedisCommands {
    return this.#commands;
  }

  /** Waits for the first attempt to connect. If it fails, later attempts follow in the background, and this fails immediately. */
  async connect(): Promise<void> {
    if (!this.#client.isOpen) this.#open();
    await this.#attempt;
  }

  /** Redis has answered, if only with an error. */
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
    if (this.#client.isOpen) this.#client.destroy();
  }

  /** Waits for answers that are under way. */
  async close(): Promise<void> {
    if (this.#client.isReady) await this.#client.close();
  }

  #open(): void {
    // A client that was closed while it paused between two attempts would make both of them again.
    if (this.#wasOpened) {
      this.#client = createOwnClient(this.#options);
      this.#commands = commandsOf(this.#client);
    }
    this.#wasOpened = true;
    this.#attempt = this.#connect(this.#client);
    // Whoever waits for it hears of a failure.
    this.#attempt.catch(() => undefined);
  }

  #connect(client: CreatedClient): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new StoreUnavailableError(`Redis accepted no connection within ${String(this.#connectMs)} ms.`));
        if (client === this.#client) this.giveUp();
      }, this.#connectMs);
      // Without a listener, an error of the connection would end the process.
      client.on('error', reject);
      client.on('error', (error) => {
        clearTimeout(timer);
        this.#lastError = error;
      });
      client.connect().then(() => {
        clearTimeout(timer);
        resolve();
        if (client === this.#client) this.#attempt = undefined;
      }, reject);
    });
  }
}

function commandsOf(client: CreatedClient): RedisCommands {
  return client.withCommandOptions({ timeout: 0, typeMapping: {} });
}
