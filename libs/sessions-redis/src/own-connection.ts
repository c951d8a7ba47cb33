import type { RedisClientOptions } from 'redis';
import { ownClient, type OwnClient, type RedisCommands } from './redis-client.js';

/** After how many time-outs' length without any answer a connection is given up for a new one. */
const PATIENCE = 5;

/**
 * The connection of a store that was given none. It opens with the first operation and goes on trying by itself. One that
 * has gone silent, as when the other machine is gone without a word, is replaced long before TCP would notice.
 */
export class OwnConnection {
  readonly #options: RedisClientOptions;
  readonly #patienceMs: number;
  #client: OwnClient;
  #commands: RedisCommands;
  #wasOpened = false;
  /** The first attempt to connect, until it or a later one has succeeded. */
  #attempt: Promise<void> | undefined;
  #silentSince: number | undefined;

  /** Throws `InvalidOptionsError`. */
  constructor(options: RedisClientOptions, timeoutMs: number) {
    this.#options = options;
    this.#patienceMs = PATIENCE * timeoutMs;
    this.#client = ownClient(options);
    this.#commands = commandsOf(this.#client);
  }

  /**
   * Waits for the first attempt to connect. When it has failed, later ones go on in the background, and this fails at once
   * until one has succeeded.
   */
  async commands(): Promise<RedisCommands> {
    if (!this.#client.isOpen) this.#open();
    if (this.#attempt !== undefined) await this.#attempt;
    return this.#commands;
  }

  /** Hears that Redis has answered, be it with an error. */
  answered(): void {
    this.#silentSince = undefined;
  }

  /** Hears that an operation got no answer in time. */
  unanswered(): void {
    const now = performance.now();
    this.#silentSince ??= now;
    if (now - this.#silentSince >= this.#patienceMs) this.giveUp();
  }

  /** Cuts the connection; the next operation opens a new one. */
  giveUp(): void {
    this.#silentSince = undefined;
    if (this.#client.isOpen) this.#client.destroy();
  }

  /** Waits for the answers that are on their way. */
  async close(): Promise<void> {
    if (this.#client.isReady) await this.#client.close();
  }

  #open(): void {
    // A client that was closed while it paused between two attempts would make both of them again.
    if (this.#wasOpened) {
      this.#client = ownClient(this.#options);
      this.#commands = commandsOf(this.#client);
    }
    this.#wasOpened = true;
    const client = this.#client;
    this.#attempt = new Promise((resolve, reject) => {
      // Without a listener, a fault of the connection would end the process.
      client.on('error', reject);
      client.connect().then(() => {
        resolve();
        if (client === this.#client) this.#attempt = undefined;
      }, reject);
    });
  }
}

function commandsOf(client: OwnClient): RedisCommands {
  return client.withCommandOptions({ timeout: 0, typeMapping: {} });
}
