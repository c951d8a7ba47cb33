import { setMaxListeners } from 'node:events';
import type { RedisClient, RedisCommands } from './redis-client.js';

/** For how large a part of the time limit one signal serves all commands. */
const SHARE = 0.1;

/**
 * A client that is given, and may keep commands until it is connected. Those that nobody waits for any more are forgotten,
 * by one signal for all of a while: one for each costs as much as everything else that the client does.
 */
export class GivenClient {
  readonly #spanMs: number;
  #commands: RedisCommands | undefined;
  #renewAt = 0;

  constructor(
    private readonly client: RedisClient,
    private readonly timeoutMs: number,
  ) {
    this.#spanMs = Math.ceil(timeoutMs * SHARE);
  }

  commands(): RedisCommands {
    const now = performance.now();
    if (this.#commands === undefined || now >= this.#renewAt) {
      this.#renewAt = now + this.#spanMs;
      const abortSignal = AbortSignal.timeout(this.timeoutMs + this.#spanMs);
      setMaxListeners(0, abortSignal);
      this.#commands = this.client.withCommandOptions({ timeout: 0, abortSignal, typeMapping: {} });
    }
    return this.#commands;
  }
}
