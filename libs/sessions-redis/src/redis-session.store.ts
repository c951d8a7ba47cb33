import {
  type CreatedSession,
  type EndCause,
  InvalidOptionsError,
  InvalidTimeoutsError,
  type MetadataChange,
  type NewSession,
  type PageQuery,
  type QuarantinedRecord,
  type RenewalLookup,
  type RevokedBatch,
  type SessionCounts,
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
  endOf,
} from 'nest-sessions/store';
import { Connection } from './connection/connection.js';
import { NewEvents } from './consumer/new-events.js';
import { SessionEventConsumer } from './consumer/session-event-consumer.js';
import { Keys } from './layout/keys.js';
import { Layout } from './layout/layout.js';
import { assertSize, decodeEntry, encodeTimeouts, escaped } from './layout/record.js';
import { stateOf } from './operations/counts.js';
import { create } from './operations/creates.js';
import { updateMetadata } from './operations/metadata-updates.js';
import { Pages } from './operations/pages.js';
import { revokeByUser } from './operations/revocations.js';
import { Room } from './operations/room.js';
import { Sweeps } from './operations/sweeps.js';
import { resolveRedisOptions, type RedisSessionStoreOptions } from './options.js';
import { SCRIPTS } from './scripts/scripts.js';
import { SessionCalls } from './scripts/session-calls.js';
import { Shards } from './scripts/shards.js';

/** How often the store looks for events: its consumers get them within 250 ms. */
const LOOK_EVERY_MS = 240;

/**
 * Sessions in Redis or Valkey, shared by any number of instances. Each operation on a session is one script: one round trip
 * and one atomic step, at an instant of the server's clock.
 *
 * @example
 * const store = new RedisSessionStore({ url: 'redis://localhost:6379' });
 */
export class RedisSessionStore implements SessionStore {
  readonly name = 'redis';
  readonly shared = true;
  readonly #options: RedisSessionStoreOptions;
  readonly #connection: Connection;
  readonly #keys: Keys;
  readonly #calls: SessionCalls;
  readonly #pages: Pages;
  readonly #sweeps: Sweeps;
  readonly #room: Room;
  readonly #newEvents: NewEvents;

  /** Connects with the first operation. Throws `InvalidOptionsError`. */
  constructor(options: RedisSessionStoreOptions) {
    const resolved = resolveRedisOptions(options);
    const { prefix, shards: shardCount, commandTimeoutMs, events, endings } = resolved;
    this.#connection = new Connection(options, commandTimeoutMs);
    this.#keys = new Keys(prefix, shardCount, resolved.idHash);
    const shards = new Shards(this.#connection, this.#keys, new Layout(this.#keys, this.#keys.wayOfIds));
    this.#calls = new SessionCalls(shards, this.#keys, resolved);
    this.#pages = new Pages(this.#calls, this.#keys, shards);
    this.#sweeps = new Sweeps(this.#calls, shards.groups);
    this.#room = new Room(this.#calls, events === undefined && endings.rememberMs === 0 ? 0 : shardCount);
    this.#options = options;
    this.#newEvents = new NewEvents(shards, LOOK_EVERY_MS);
  }

  async create(input: NewSession, limit?: UserLimit): Promise<CreatedSession> {
    const user = escaped(input.userId);
    const shard = this.#keys.shardOfUser(user);
    const { id, stored } = this.#keys.createId(shard);
    const problem = corruptionIn(created(id, input, 0));
    if (problem !== undefined) throw new TypeError(`This can't be stored as a session: ${problem}.`);
    const [attributes, metadata] = [JSON.stringify(input.attributes), JSON.stringify(input.metadata)];
    assertSize(attributes, metadata);
    const record = [stored, user, attributes, metadata, encodeTimeouts(input.timeouts)];
    const { asOf, evicted, quarantined } = await create(this.#calls, this.#room, { shard, record, limit });
    return { session: created(id, input, asOf), ended: [], evicted, quarantined, asOf };
  }

  get(id: string): Promise<StoreLookup> {
    return this.#calls.one(SCRIPTS.get, id);
  }

  touch(id: string, precisionMs = 0): Promise<RenewalLookup> {
    return this.#calls.one(SCRIPTS.touch, id, precisionMs > 0 ? String(precisionMs) : '');
  }

  renew(id: string): Promise<RenewalLookup> {
    return this.#calls.one(SCRIPTS.renew, id);
  }

  async updateTimeouts(id: string, changes: TimeoutChanges): Promise<StoreLookup> {
    const { idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs, autoRenew } = changes;
    const durations = [idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs].map((duration) => String(duration ?? ''));
    const flag = autoRenew === undefined ? '' : autoRenew ? '1' : '0';
    const found = await this.#calls.one(SCRIPTS.updateTimeouts, id, ...durations, flag);
    if (!('session' in found)) return found;
    const { state, session, asOf } = found;
    if (state === 'active') return { state, session, asOf };
    const result = changeTimeouts(session.timeouts, changes);
    throw InvalidTimeoutsError.ofConflicts(result.ok ? [] : result.conflicts);
  }

  /** Two round trips, and one more each time that somebody else has changed the metadata meanwhile. */
  updateMetadata(id: string, change: MetadataChange): Promise<StoreLookup> {
    return updateMetadata(this.#calls, id, change);
  }

  async rotate(id: string, graceMs = 0): Promise<StoreLookup> {
    const next = this.#keys.createId(this.#keys.shardOfId(id) ?? 0);
    const found = await this.#calls.one(SCRIPTS.rotate, id, next.stored, String(graceMs));
    return found.state === 'active' ? { ...found, session: { ...found.session, id: next.id } } : found;
  }

  delete(id: string, cause?: EndCause): Promise<StoreLookup> {
    const { reason, by = '' } = endOf('deleted', cause);
    return this.#calls.one(SCRIPTS.delete, id, escaped(reason), escaped(by));
  }

  async revokeByUser(userId: string, limit: number, except?: string, cause?: EndCause): Promise<RevokedBatch> {
    const user = escaped(userId);
    const spared = except === undefined ? '' : (this.#keys.storedId(except)?.id ?? '');
    const { reason, by = '' } = endOf('revoked', cause);
    const how = [escaped(reason), escaped(by)];
    return revokeByUser(this.#calls, { shard: this.#keys.shardOfUser(user), user, limit, spared, how });
  }

  /** Accepts the id that a list shows, too, which is a hash where ids are hashed. */
  quarantine(id: string, problem: string): Promise<StoreLookup> {
    return this.#calls.one(SCRIPTS.quarantine, id, problem, id, '');
  }

  list(query: PageQuery): Promise<StorePage> {
    return this.#pages.page(query);
  }

  async counts(): Promise<SessionCounts> {
    return stateOf(await this.#calls.ofAll(SCRIPTS.counts));
  }

  sweep(limit: number): Promise<SweepBatch> {
    return this.#sweeps.sweep(limit);
  }

  async quarantined(limit: number): Promise<readonly QuarantinedRecord[]> {
    const entries = await this.#calls.ofAll(SCRIPTS.quarantined, String(limit));
    const records = entries.flat().map(decodeEntry);
    return records.sort((one, other) => one.quarantinedAt - other.quarantinedAt).slice(0, limit);
  }

  async clearQuarantine(): Promise<number> {
    const cleared = await this.#calls.ofAll(SCRIPTS.clearQuarantine);
    return cleared.reduce((sum, count) => sum + count, 0);
  }

  /** Throws `InvalidOptionsError` if the store writes no events: no listener could receive the endings of other instances. */
  consumer({ group, handler }: StoreConsumerOptions): StoreConsumer {
    if (this.#options.events === false) {
      throw new InvalidOptionsError([
        `events is false, so no listener of the group '${group}' can hear of endings on every instance. ` +
          'Leave events on, or subscribe to events$, which shows what this instance does',
      ]);
    }
    return new SessionEventConsumer({ ...this.#options, group, handler }, this.#newEvents);
  }

  /** Resolves when Redis answers and has the layout of this store. Throws `InvalidOptionsError` if it has another one. */
  async ping(): Promise<void> {
    await this.#calls.run(SCRIPTS.ping, [0]);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}
