import {
  type CreatedSession,
  InvalidTimeoutsError,
  type MetadataChange,
  type NewSession,
  type PageQuery,
  type QuarantinedRecord,
  type RenewalLookup,
  type RevokedBatch,
  type SessionCounts,
  SessionLimitReachedError,
  type SessionStore,
  type StoreConsumer,
  type StoreConsumerOptions,
  type StoreLookup,
  type StorePage,
  type SweepBatch,
  type TimeoutChanges,
  type UserLimit,
  changeTimeouts,
  created,
  corruptionIn,
} from 'nest-sessions/store';
import { Connection } from './connection.js';
import { SessionEventConsumer } from './consumer/session-event-consumer.js';
import { sumOf } from './counts.js';
import { Intake } from './intake.js';
import { KeptIds } from './kept-ids.js';
import { Keys } from './keys.js';
import { checkLayout } from './layout.js';
import { Lookups, plain, type Ask } from './lookups.js';
import { Operations } from './operations.js';
import { resolveRedisOptions, type RedisSessionStoreOptions } from './options.js';
import { Pages } from './pages.js';
import { Patches } from './patches.js';
import { decodeEntry, encodeTimeouts, encodeUser } from './record.js';
import { Revocations } from './revocations.js';
import { Sweeps } from './sweeps.js';

/**
 * Sessions in Redis or Valkey, shared by any number of instances. Each operation on a session is one script, so one round
 * trip and one atomic step, at an instant of the server's clock.
 *
 * @example
 * const store = new RedisSessionStore({ url: 'redis://localhost:6379' });
 */
export class RedisSessionStore implements SessionStore {
  readonly name = 'redis';
  /** Absent where the store writes no events. */
  declare readonly consumer?: (options: StoreConsumerOptions) => StoreConsumer;
  readonly #connection: Connection;
  readonly #keys: Keys;
  /** What is asked of all shards is one call where the server allows it, and one call for each shard in a cluster. */
  readonly #groups: readonly (readonly number[])[];
  readonly #operations: Operations;
  readonly #ids: KeptIds;
  readonly #intake: Intake;
  readonly #lookups: Lookups;
  readonly #pages: Pages;
  readonly #patches: Patches;
  readonly #revocations: Revocations;
  readonly #sweeps: Sweeps;
  #layout: Promise<void> | undefined;

  /** Connects with the first operation. Throws `InvalidOptionsError`. */
  constructor(options: RedisSessionStoreOptions) {
    const resolved = resolveRedisOptions(options);
    const { prefix, shards, commandTimeoutMs, mostEvents } = resolved;
    this.#connection = new Connection(options, commandTimeoutMs);
    this.#keys = new Keys(prefix, shards);
    const all = Array.from({ length: shards }, (_, shard) => shard);
    this.#groups = this.#connection.isCluster ? all.map((shard) => [shard]) : [all];
    this.#operations = new Operations(this.#connection, this.#keys, resolved);
    this.#ids = new KeptIds(this.#keys, resolved.idHash);
    this.#intake = new Intake(this.#operations, this.#keys);
    this.#lookups = new Lookups(this.#ids, this.#intake);
    this.#patches = new Patches(this.#operations, this.#lookups);
    this.#revocations = new Revocations(this.#operations, this.#keys, this.#ids, this.#intake);
    this.#pages = new Pages(this.#operations, this.#keys, this.#groups, this.#intake);
    this.#sweeps = new Sweeps(this.#operations, this.#groups, this.#intake);
    if (mostEvents > 0) this.consumer = (consumed) => new SessionEventConsumer({ ...options, ...consumed });
  }

  async create(input: NewSession, limit?: UserLimit): Promise<CreatedSession> {
    await this.#ready();
    const user = encodeUser(input.userId);
    const shard = this.#keys.shardOfUser(user);
    const { id, kept } = this.#ids.create(shard);
    const problem = corruptionIn(created(id, input, 0));
    if (problem !== undefined) throw new TypeError(`This can't be stored as a session: ${problem}.`);
    const record = {
      id: kept,
      user,
      attributes: JSON.stringify(input.attributes),
      metadata: JSON.stringify(input.metadata),
      timeouts: encodeTimeouts(input.timeouts),
    };
    const reply = await this.#operations.create(shard, record, limit);
    if (reply.code === 'limit') throw new SessionLimitReachedError(limit?.max ?? 0);
    const { asOf } = reply;
    const taken = await this.#intake.all(reply.evicted, reply.entries, true);
    const { sessions: evicted, quarantined } = taken;
    return { session: created(id, input, asOf), ended: [], evicted, quarantined, asOf };
  }

  async get(id: string): Promise<StoreLookup> {
    await this.#ready();
    return this.#lookups.plain(id, (shard, kept) => this.#operations.get(shard, kept));
  }

  async touch(id: string, precisionMs = 0): Promise<RenewalLookup> {
    await this.#ready();
    return this.#lookups.renewal(id, (shard, kept) => this.#operations.touch(shard, kept, precisionMs));
  }

  async renew(id: string): Promise<RenewalLookup> {
    await this.#ready();
    return this.#lookups.renewal(id, (shard, kept) => this.#operations.renew(shard, kept));
  }

  async updateTimeouts(id: string, changes: TimeoutChanges): Promise<StoreLookup> {
    await this.#ready();
    const ask: Ask = (shard, kept) => this.#operations.updateTimeouts(shard, kept, changes);
    const { lookup } = await this.#lookups.lookUp(id, ask);
    if (lookup.state !== 'refused') return plain(lookup);
    const result = changeTimeouts(lookup.session.timeouts, changes);
    throw InvalidTimeoutsError.ofConflicts(result.ok ? [] : result.conflicts);
  }

  /** A read, and a script that writes if nobody else has written meanwhile; again if somebody has. */
  async updateMetadata(id: string, change: MetadataChange): Promise<StoreLookup> {
    await this.#ready();
    return this.#patches.updateMetadata(id, change);
  }

  async rotate(id: string, graceMs = 0): Promise<StoreLookup> {
    await this.#ready();
    let newId = id;
    const found = await this.#lookups.plain(id, (shard, kept) => {
      const next = this.#ids.create(shard);
      newId = next.id;
      return this.#operations.rotate(shard, kept, next.kept, graceMs);
    });
    return found.state === 'active' ? { ...found, session: { ...found.session, id: newId } } : found;
  }

  async delete(id: string): Promise<StoreLookup> {
    await this.#ready();
    return this.#lookups.plain(id, (shard, kept) => this.#operations.delete(shard, kept), true);
  }

  async revokeByUser(userId: string, limit: number, except?: string): Promise<RevokedBatch> {
    await this.#ready();
    return this.#revocations.revokeByUser(userId, limit, except);
  }

  /** Takes the id of a list as well, which is a hash where ids are hashed. */
  async quarantine(id: string, problem: string): Promise<StoreLookup> {
    await this.#ready();
    return this.#lookups.plain(id, (shard, kept) => this.#operations.quarantine(shard, kept, problem, { other: id }));
  }

  async list(query: PageQuery): Promise<StorePage> {
    await this.#ready();
    return this.#pages.page(query);
  }

  async counts(): Promise<SessionCounts> {
    await this.#ready();
    return sumOf(await this.#ofAll((group) => this.#operations.counts(group)));
  }

  async sweep(limit: number): Promise<SweepBatch> {
    await this.#ready();
    return this.#sweeps.sweep(limit);
  }

  async quarantined(limit: number): Promise<readonly QuarantinedRecord[]> {
    await this.#ready();
    const entries = await this.#ofAll((group) => this.#operations.quarantined(group, limit));
    const records = entries.flat().map(decodeEntry);
    return records.sort((one, other) => one.quarantinedAt - other.quarantinedAt).slice(0, limit);
  }

  async clearQuarantine(): Promise<number> {
    await this.#ready();
    const cleared = await this.#ofAll((group) => this.#operations.clearQuarantine(group));
    return cleared.reduce((sum, count) => sum + count, 0);
  }

  /** Resolves when Redis answers and holds sessions of this layout. Throws `InvalidOptionsError` when it holds others. */
  async ping(): Promise<void> {
    await checkLayout(this.#connection, this.#keys, this.#ids.way);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  #ofAll<T>(ask: (group: readonly number[]) => Promise<T>): Promise<T[]> {
    return Promise.all(this.#groups.map(ask));
  }

  /** Before the first operation, sees that what is stored has the layout of this store. */
  async #ready(): Promise<void> {
    this.#connection.assertOpen();
    this.#layout ??= checkLayout(this.#connection, this.#keys, this.#ids.way).catch((error: unknown) => {
      this.#layout = undefined;
      throw error;
    });
    await this.#layout;
  }
}
