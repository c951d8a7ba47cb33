import { isCluster, type RedisClient, type RedisCommands } from './redis-client.js';

/**
 * A client that the store was given. What waits in it for a connection is forgotten when nobody waits for the answer any
 * more. That takes a timer of the client's for each command, so it is asked for only while commands may have to wait.
 */
export class GivenConnection {
  readonly #straight: RedisCommands;
  readonly #forgotten: RedisCommands;
  /** A node of a cluster may be away while the cluster is ready. */
  readonly #mayWaitAlways: boolean;
  #isSilent = false;

  constructor(
    private readonly client: RedisClient,
    timeoutMs: number,
  ) {
    this.#straight = client.withCommandOptions({ timeout: 0, typeMapping: {} });
    this.#forgotten = client.withCommandOptions({ timeout: timeoutMs, typeMapping: {} });
    this.#mayWaitAlways = isCluster(client);
  }

  commands(): RedisCommands {
    const mayWait = this.#mayWaitAlways || this.#isSilent || !this.client.isReady;
    return mayWait ? this.#forgotten : this.#straight;
  }

  /** Hears that Redis has answered. */
  answered(): void {
    this.#isSilent = false;
  }

  /** Hears that an operation got no answer in time. */
  unanswered(): void {
    this.#isSilent = true;
  }
}
