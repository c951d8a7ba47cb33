import { setTimeout as pause } from 'node:timers/promises';
import { list } from '../scripts/replies.js';
import { EVENT_SCRIPTS } from '../scripts/scripts.js';
import type { Shards } from '../scripts/shards.js';

/** `afterOutage`: the server did not answer for a while, and does so again. */
type Listener = (shards: readonly number[], afterOutage: boolean) => void;

const SHORTEST_PAUSE_MS = 10;

/**
 * After this time every stream counts as new again, because a look misses some events, for example after the server's clock
 * was set back.
 */
const FORGET_AFTER_MS = 300_000;

/** Looks for new events, once for all consumers of a store: one command for all shards, or in a cluster one for each. */
export class NewEvents {
  readonly #listeners = new Set<Listener>();
  readonly #last: string[];
  #isLooking = false;
  #forgetAt = 0;

  constructor(
    private readonly shards: Shards,
    private readonly intervalMs: number,
  ) {
    this.#last = shards.groups.flat().map(() => '0');
  }

  /** Calls the listener with the shards that have new events, first with all that have any. The returned function ends this. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#forgetAt = 0;
    if (!this.#isLooking) void this.#look();
    return () => this.#listeners.delete(listener);
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    let isOutage = false;
    for (let idle = 0; this.#listeners.size > 0; idle += 1) {
      this.#forget();
      const found = await Promise.allSettled(this.shards.groups.map((group) => this.#lookIn(group)));
      const shards = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
      const wasOutage = isOutage;
      isOutage = found.some(({ status }) => status === 'rejected');
      const isOver = wasOutage && !isOutage;
      if (shards.length > 0) idle = 0;
      if (shards.length > 0 || isOver) for (const listener of this.#listeners) listener(shards, isOver);
      await pause(Math.min(SHORTEST_PAUSE_MS * 2 ** idle, this.intervalMs), undefined, { ref: false });
    }
    this.#isLooking = false;
  }

  async #lookIn(group: readonly number[]): Promise<number[]> {
    const known = group.map((shard) => this.#last[shard] ?? '0');
    const replies = await this.shards.run(EVENT_SCRIPTS.look, group, known);
    return replies.map((reply) => {
      const [at, last] = list(reply);
      const shard = group[Number(at) - 1] ?? 0;
      this.#last[shard] = String(last);
      return shard;
    });
  }

  #forget(): void {
    if (performance.now() < this.#forgetAt) return;
    this.#forgetAt = performance.now() + FORGET_AFTER_MS;
    this.#last.fill('0');
  }
}
