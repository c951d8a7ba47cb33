import { isOutOfMemory } from '../connection/failures.js';
import { SCRIPTS } from '../scripts/scripts.js';
import type { SessionCalls } from '../scripts/session-calls.js';

/** Room for new sessions in a Redis that is out of memory: sessions come before events and remembered endings. */
export class Room {
  /** What is being dropped: from full servers, or from all. */
  readonly #dropping = new Map<boolean, Promise<boolean>>();

  /** `shards` is 0 for a store without events and endings. */
  constructor(
    private readonly calls: SessionCalls,
    private readonly shards: number,
  ) {}

  /**
   * Makes a call. If Redis has no memory for it, drops events and endings and makes the call again, until none is left. The
   * first time, a server that is no longer full keeps them: calls of others may have made room.
   */
  async make<Reply>(call: () => Promise<Reply>): Promise<Reply> {
    for (let isFirst = true; ; isFirst = false) {
      try {
        return await call();
      } catch (error) {
        if (this.shards === 0 || !isOutOfMemory(error)) throw error;
        const isAnyDropped = await this.#drop(isFirst).catch(() => false);
        if (!isFirst && !isAnyDropped) throw error;
      }
    }
  }

  /** Calls that are refused at the same time drop events once. */
  #drop(onlyIfFull: boolean): Promise<boolean> {
    const dropping = this.#dropping.get(onlyIfFull) ?? this.#dropNow(onlyIfFull);
    this.#dropping.set(onlyIfFull, dropping);
    return dropping.finally(() => this.#dropping.delete(onlyIfFull));
  }

  /** In a script for each shard, so that none blocks Redis for long. */
  async #dropNow(onlyIfFull: boolean): Promise<boolean> {
    const shards = Array.from({ length: this.shards }, (_, shard) => shard);
    const flag = onlyIfFull ? '1' : '0';
    const dropped = await Promise.all(shards.map((shard) => this.calls.run(SCRIPTS.dropEvents, [shard], flag)));
    return dropped.some((count) => count > 0);
  }
}
