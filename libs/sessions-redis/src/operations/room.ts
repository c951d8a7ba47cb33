import { isOutOfMemory } from '../connection/failures.js';
import { SCRIPTS } from '../scripts/scripts.js';
import type { SessionCalls } from '../scripts/session-calls.js';

/** Room for new sessions in a Redis that is out of memory: sessions come before events. */
export class Room {
  #dropping: Promise<boolean> | undefined;

  /** `shards` is 0 for a store without events. */
  constructor(
    private readonly calls: SessionCalls,
    private readonly shards: number,
  ) {}

  /** Makes a call, and makes it again after it was refused for want of memory, as long as there are events to drop. */
  async make<Reply>(call: () => Promise<Reply>): Promise<Reply> {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (this.shards === 0 || !isOutOfMemory(error)) throw error;
        // Calls that are refused at the same time drop events once.
        this.#dropping ??= this.#drop().finally(() => (this.#dropping = undefined));
        const isAnyDropped = await this.#dropping.catch(() => false);
        if (!isAnyDropped) throw error;
      }
    }
  }

  /** In a script for each shard, so that none blocks Redis for long. A server that is no longer full keeps its events. */
  async #drop(): Promise<boolean> {
    const shards = Array.from({ length: this.shards }, (_, shard) => shard);
    const dropped = await Promise.all(shards.map((shard) => this.calls.run(SCRIPTS.dropEvents, [shard])));
    return dropped.some((count) => count > 0);
  }
}
