import { setMaxListeners } from 'node:events';
import type { RedisClient, RedisCommands } from './redis-client.js';

/** The last error of each client of an application: one listener for all the stores and consumers that share the client. */
const lastErrors = new WeakMap<RedisClient, { error: unknown }>();

/** A client of the application, which may keep commands until it is connected. The signal of a call ends its commands. */
export class GivenClient {
  #signal: AbortSignal | undefined;
  #commands: RedisCommands | undefined;

  constructor(private readonly client: RedisClient) {
    if (lastErrors.has(client)) return;
    const last: { error: unknown } = { error: undefined };
    lastErrors.set(client, last);
    client.on?.('error', (error) => {
      last.error = error;
    });
  }

  /** Why the client is not connected; `undefined` if the reason is not known. */
  get lastError(): unknown {
    const { isOpen, isReady } = this.client;
    return isOpen && !isReady ? lastErrors.get(this.client)?.error : undefined;
  }

  commands(signal: AbortSignal): RedisCommands {
    if (this.#commands === undefined || signal !== this.#signal) {
      // Every command that waits to be sent listens to the signal.
      setMaxListeners(0, signal);
      this.#signal = signal;
      this.#commands = this.client.withCommandOptions({ timeout: 0, abortSignal: signal, typeMapping: {} });
    }
    return this.#commands;
  }
}
