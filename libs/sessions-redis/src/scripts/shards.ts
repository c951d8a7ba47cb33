import { StoreUnavailableError } from 'nest-sessions/store';
import type { Connection } from '../connection/connection.js';
import type { Keys } from '../layout/keys.js';
import type { Layout } from '../layout/layout.js';
import { isLayoutReply } from './replies.js';
import { SCRIPTS, type Script } from './scripts.js';

/** The most attempts of a script that finds no layout, for example because the server is flushed again and again. */
const MOST_ATTEMPTS = 3;

/** Runs scripts on shards. Every script checks the layout of its shards; a missing layout is written, another one refused. */
export class Shards {
  /** All shards, in groups that one call can reach: one group, or in a cluster a group for each shard. */
  readonly groups: readonly (readonly number[])[];
  #isLayoutKnown = false;

  constructor(
    private readonly connection: Connection,
    private readonly keys: Keys,
    private readonly layout: Layout,
  ) {
    const all = Array.from({ length: keys.shards }, (_, shard) => shard);
    this.groups = connection.isCluster ? all.map((shard) => [shard]) : [all];
  }

  /** Throws `InvalidOptionsError` when there are sessions of another layout, or `StoreUnavailableError`. */
  async run<Reply>(script: Script<Reply>, shards: readonly number[], args: readonly string[]): Promise<Reply> {
    const keys = this.keys.ofShards(shards);
    const all = [this.layout.string, ...args];
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const reply = await this.connection.run(script, keys, all);
      if (!isLayoutReply(reply)) {
        this.#isLayoutKnown = true;
        return script.read(reply);
      }
      await this.#writeLayout();
    }
    throw new StoreUnavailableError('Redis loses what is written. Another client may be flushing it.');
  }

  /** For answers that need no script: checks the layout unless a script has done so. Throws like `run`. */
  async check(): Promise<void> {
    this.connection.assertOpen();
    if (!this.#isLayoutKnown) await this.run(SCRIPTS.ping, [0], []);
  }

  /** Runs a script on all shards, in one call for each group. */
  ofAll<Reply>(script: Script<Reply>, ...args: readonly string[]): Promise<Reply[]> {
    return Promise.all(this.groups.map((group) => this.run(script, group, args)));
  }

  /** The group of a shard. */
  groupOf(shard: number): readonly number[] {
    return this.groups.find((group) => group.includes(shard)) ?? [];
  }

  /** Writes the layout from the first shard on. So if two stores have different layouts, one of them wins in all shards. */
  async #writeLayout(): Promise<void> {
    for (const group of this.groups) {
      const keys = group.map((shard) => this.keys.ofLayout(shard));
      const found = String(await this.connection.run(SCRIPTS.layout, keys, [this.layout.string]));
      if (found !== this.layout.string) throw this.layout.refuse(found);
    }
  }
}
