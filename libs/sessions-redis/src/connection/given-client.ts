import { setMaxListeners } from 'node:events';
import type { RedisClient, RedisCommands } from './redis-client.js';

/** A client of the application, which may keep commands until it is connected. Its commands end with the call's signal. */
export class GivenClient {
  #signal: AbortSignal | undefined;
  #commands: RedisCommands | undefined;

  constructor(private readonly client: RedisClient) {}

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
