import { setTimeout as pause } from 'node:timers/promises';
import type { RedisClientOptions } from 'redis';
import { StoreUnavailableError } from 'nest-sessions/store';
import { isMoving, isReadOnly, isUnknownScript, tooLate, unavailable } from './failures.js';
import { GivenClient } from './given-client.js';
import { OwnConnection } from './own-connection.js';
import { isCluster, type RedisClient, type ScriptCall } from './redis-client.js';
import type { Script } from './scripts.js';
import { TimeLimit } from './time-limit.js';

/** How long to wait, in milliseconds, before an operation on a slot that is being moved is tried again. */
const MOVE_PAUSE_MS = 25;

interface Target {
  readonly client?: RedisClient;
  readonly url?: string;
  readonly connection?: RedisClientOptions;
}

/** Runs scripts in bounded time, through the client that is given or one of its own. */
export class Connection {
  readonly isCluster: boolean;
  readonly #given: GivenClient | undefined;
  readonly #own: OwnConnection | undefined;
  readonly #limit: TimeLimit;
  #closed = false;

  /** Throws `InvalidOptionsError`. */
  constructor(
    { client, url, connection }: Target,
    private readonly timeoutMs: number,
  ) {
    this.isCluster = client !== undefined && isCluster(client);
    this.#given = client && new GivenClient(client, timeoutMs);
    this.#limit = new TimeLimit(timeoutMs, () => {
      this.#own?.unanswered();
      return tooLate(timeoutMs);
    });
    if (client === undefined) {
      this.#own = new OwnConnection({ ...connection, ...(url !== undefined && { url }) }, timeoutMs);
    }
  }

  /** Throws `StoreUnavailableError` once it is closed. */
  assertOpen(): void {
    if (this.#closed) throw new StoreUnavailableError('The Redis store is closed. Open a new one.');
  }

  /** Runs a script in one round trip, or in two when Redis has to be given it anew. Throws `StoreUnavailableError`. */
  async run(script: Script, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    this.assertOpen();
    try {
      const reply = await this.#limit.hold(this.#run(script, { keys: [...keys], arguments: [...args] }));
      this.#own?.answered();
      return reply;
    } catch (error) {
      // A master that has become a replica: the name may lead to the new master by now.
      if (isReadOnly(error)) this.#own?.giveUp();
      throw unavailable(error);
    }
  }

  /** Lets what is on its way arrive, in bounded time. A client that was given stays open. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#own === undefined) return;
    await this.#limit.hold(this.#own.close()).catch(() => undefined);
    this.#own.giveUp();
  }

  /** While a cluster moves the slot of the keys it runs nothing on them: worth a wait, within the time that there is. */
  async #run(script: Script, call: ScriptCall): Promise<unknown> {
    const until = performance.now() + this.timeoutMs - 4 * MOVE_PAUSE_MS;
    for (;;) {
      try {
        return await this.#runOnce(script, call);
      } catch (error) {
        if (!isMoving(error) || performance.now() >= until) throw error;
        await pause(MOVE_PAUSE_MS);
      }
    }
  }

  async #runOnce(script: Script, call: ScriptCall): Promise<unknown> {
    const commands = this.#given?.commands() ?? (await this.#own?.commands());
    try {
      return await commands?.evalSha(script.sha1, call);
    } catch (error) {
      if (!isUnknownScript(error)) throw error;
      return commands?.eval(script.source, call);
    }
  }
}
