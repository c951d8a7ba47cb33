import type { Clock, TimeoutChanges, UserLimit } from 'nest-sessions/store';
import type { Connection } from './connection.js';
import type { Keys } from './keys.js';
import type { ResolvedRedisOptions } from './options.js';
import {
  countsReply,
  createReply,
  pageReply,
  revokeReply,
  sessionReply,
  sweepReply,
  texts,
  type CountsReply,
  type CreateReply,
  type PageReply,
  type RevokeReply,
  type SessionReply,
  type SweepReply,
} from './replies.js';
import { SCRIPTS, type Script } from './scripts.js';

/** The texts of a record that a new session begins with. */
export interface NewRecord {
  readonly id: string;
  readonly user: string;
  readonly attributes: string;
  readonly metadata: string;
  readonly timeouts: string;
}

/** Where a page begins, and how much it may hold and look at. `at` counts the shards of the call from 1. */
export interface PageStep {
  readonly at: number;
  readonly place: number;
  readonly limit: number;
  readonly looks: number;
}

/** Where the ending of a user's sessions goes on, and how many it may end and look at. */
export interface RevokeStep {
  readonly limit: number;
  readonly looks: number;
  /** The id of a session to leave alone, or empty. */
  readonly spared: string;
  /** A place in the user's index, or `-inf`. */
  readonly from: string;
}

/** The scripts as functions, one for each. Those that take shards work on all of them in one step. */
export class Operations {
  readonly #clock: Clock | undefined;
  readonly #constants: readonly string[];

  constructor(
    private readonly connection: Connection,
    private readonly keys: Keys,
    { clock, quarantineRetentionMs, mostEvents }: ResolvedRedisOptions,
  ) {
    this.#clock = clock;
    this.#constants = [String(quarantineRetentionMs), String(mostEvents)];
  }

  async create(shard: number, record: NewRecord, limit?: UserLimit): Promise<CreateReply> {
    const { id, user, attributes, metadata, timeouts } = record;
    const [most, policy] = limit === undefined ? ['', ''] : [String(limit.max), limit.policy];
    const args = [id, user, attributes, metadata, timeouts, most, policy];
    return createReply(await this.#run(SCRIPTS.create, [shard], ...args));
  }

  async get(shard: number, id: string): Promise<SessionReply> {
    return sessionReply(await this.#run(SCRIPTS.get, [shard], id));
  }

  async touch(shard: number, id: string, precisionMs: number): Promise<SessionReply> {
    return sessionReply(await this.#run(SCRIPTS.touch, [shard], id, precisionMs > 0 ? String(precisionMs) : ''));
  }

  async renew(shard: number, id: string): Promise<SessionReply> {
    return sessionReply(await this.#run(SCRIPTS.renew, [shard], id));
  }

  async updateTimeouts(shard: number, id: string, changes: TimeoutChanges): Promise<SessionReply> {
    const { idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs, autoRenew } = changes;
    const spans = [idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs].map((span) => String(span ?? ''));
    const renews = autoRenew === undefined ? '' : autoRenew ? '1' : '0';
    return sessionReply(await this.#run(SCRIPTS['update-timeouts'], [shard], id, ...spans, renews));
  }

  /** Writes metadata over that which was `seen`. */
  async updateMetadata(shard: number, id: string, seen: string, metadata: string): Promise<SessionReply> {
    return sessionReply(await this.#run(SCRIPTS['update-metadata'], [shard], id, seen, metadata));
  }

  async rotate(shard: number, id: string, next: string, graceMs: number): Promise<SessionReply> {
    return sessionReply(await this.#run(SCRIPTS.rotate, [shard], id, next, String(graceMs)));
  }

  async delete(shard: number, id: string): Promise<SessionReply> {
    return sessionReply(await this.#run(SCRIPTS.delete, [shard], id));
  }

  async revokeByUser(shard: number, user: string, { limit, looks, spared, from }: RevokeStep): Promise<RevokeReply> {
    const args = [String(limit), String(looks), user, spared, from];
    return revokeReply(await this.#run(SCRIPTS['revoke-by-user'], [shard], ...args));
  }

  /** `other` is an id to look for when there is none by `id`. */
  async quarantine(shard: number, id: string, problem: string, { raw = '', other = id } = {}): Promise<SessionReply> {
    return sessionReply(await this.#run(SCRIPTS.quarantine, [shard], id, other, problem, raw));
  }

  async counts(shards: readonly number[]): Promise<CountsReply> {
    return countsReply(await this.#run(SCRIPTS.counts, shards));
  }

  async sweep(shards: readonly number[], limit: number): Promise<SweepReply> {
    return sweepReply(await this.#run(SCRIPTS.sweep, shards, String(limit)));
  }

  async list(shards: readonly number[], step: PageStep): Promise<PageReply> {
    return pageReply(await this.#run(SCRIPTS.list, shards, ...pageArgs(step)));
  }

  async listUser(shards: readonly number[], step: PageStep, user: string): Promise<PageReply> {
    return pageReply(await this.#run(SCRIPTS['list-user'], shards, ...pageArgs(step), user));
  }

  async quarantined(shards: readonly number[], limit: number): Promise<readonly string[]> {
    return texts(await this.#run(SCRIPTS.quarantined, shards, String(limit)));
  }

  async clearQuarantine(shards: readonly number[]): Promise<number> {
    return Number(await this.#run(SCRIPTS['clear-quarantine'], shards));
  }

  #run(script: Script, shards: readonly number[], ...args: readonly string[]): Promise<unknown> {
    const instant = this.#clock === undefined ? '' : String(this.#clock.now());
    return this.connection.run(script, this.keys.ofShards(shards), [instant, ...this.#constants, ...args]);
  }
}

function pageArgs({ limit, looks, at, place }: PageStep): readonly string[] {
  return [String(limit), String(looks), String(at), String(place)];
}
