import { setTimeout as pause } from 'node:timers/promises';
import type { RedisClientOptions } from 'redis';
import { StoreUnavailableError } from 'nest-sessions/store';
import { isMoving, isOffline, isReadOnly, isUnknownScript, tooLate, unavailable } from './failures.js';
import { GivenClient } from './given-client.js';
import { OwnClient } from './own-client.js';
import { isCluster, type RedisClient, type ScriptCall } from './redis-client.js';
import { serverOf } from './server-of.js';
import { TimeLimit } from './time-limit.js';

/** How long to wait, in milliseconds, before a script on a slot that is being moved is tried again. */
const MOVE_PAUSE_MS = 25;
/** The last attempt is this long before the time limit, so that the error names the move and not the time limit. */
const MOVE_MARGIN_MS = 4 * MOVE_PAUSE_MS;

/** A Lua script and the digest by which Redis knows it. */
export interface LuaScript {
  readonly source: string;
  readonly sha1: string;
}

interface Target {
  readonly client?: RedisClient;
  readonly url?: string;
  readonly connection?: RedisClientOptions;
}

/** Runs scripts in bounded time, through the client of the application or one of its own. */
export class Connection {
  readonly isCluster: boolean;
  /** See `serverOf`. */
  readonly server: string;
  readonly #given: GivenClient | undefined;
  readonly #own: OwnClient | undefined;
  readonly #limit: TimeLimit;
  #closed = false;

  /** Throws `InvalidOptionsError`. */
  constructor(
    { client, url, connection }: Target,
    private readonly timeoutMs: number,
  ) {
    this.isCluster = client !== undefined && isCluster(client);
    if (client === undefined) {
      this.#own = new OwnClient({ ...connection, ...(url !== undefined && { url }) }, timeoutMs);
      this.server = this.#own.server;
    } else {
      this.#given = new GivenClient(client);
      this.server = serverOf(client);
    }
    this.#limit = new TimeLimit(timeoutMs, () => {
      this.#own?.unanswered();
      return tooLate(timeoutMs);
    });
  }

  /** Throws `StoreUnavailableError` once the connection is closed. */
  assertOpen(): void {
    if (this.#closed) throw new StoreUnavailableError('The Redis store is closed. Open a new one.');
  }

  /**
   * Returns the reply of a script. It takes one round trip, or two if Redis does not know the script yet. The first call also
   * waits for the connection, which has a time limit of its own. Throws `StoreUnavailableError`.
   */
  async run(script: LuaScript, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    this.assertOpen();
    try {
      if (this.#own?.isConnected === false) await this.#own.connect();
      const { signal } = this.#limit;
      const reply = await this.#limit.hold(this.#run(script, { keys: [...keys], arguments: [...args] }, signal));
      this.#own?.answered();
      return reply;
    } catch (error) {
      // A master has become a replica. The URL may lead to the new master by now.
      if (isReadOnly(error)) this.#own?.giveUp();
      const cause = this.#given === undefined && isOffline(error) ? this.#own?.lastError : this.#given?.lastError;
      throw unavailable(cause ?? error);
    }
  }

  /** Waits for answers that are under way, within the time limit. Does not close a client of the application. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#own === undefined) return;
    await this.#limit.hold(this.#own.close()).catch(() => undefined);
    this.#own.giveUp();
  }

  async #run(script: LuaScript, call: ScriptCall, signal: AbortSignal): Promise<unknown> {
    const until = performance.now() + this.timeoutMs - MOVE_MARGIN_MS;
    for (;;) {
      const commands = this.#given?.commands(signal) ?? this.#own?.commands();
      try {
        return await commands?.evalSha(script.sha1, call);
      } catch (error) {
        if (isUnknownScript(error)) return commands?.eval(script.source, call);
        // While a cluster moves a slot, it runs no script on it.
        if (!isMoving(error) || performance.now() >= until) throw error;
        await pause(MOVE_PAUSE_MS);
      }
    }
  }
}
