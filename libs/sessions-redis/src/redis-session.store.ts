import {
  type CreatedSession,
  type DeleteOptions,
  type EndCause,
  type ErasedUser,
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
  type SignIn,
  type SignInLookup,
  type StoreConsumer,
  type StoreConsumerOptions,
  type StoreFollower,
  type StoreFollowerOptions,
  type StoreLookup,
  type StorePage,
  type SweepBatch,
  type TimeoutChanges,
  type UserLimit,
  assertHasUser,
  changeTimeouts,
  endOf,
  isHandle,
} from 'nest-sessions/store';
import { Connection } from './connection/connection.js';
import { EventFollower } from './consumer/event-follower.js';
import { NewEvents } from './consumer/new-events.js';
import { SessionEventConsumer } from './consumer/session-event-consumer.js';
import { Keys } from './layout/keys.js';
import { Layout } from './layout/layout.js';
import { decodeEntry, escaped } from './layout/record.js';
import { stateOf } from './operations/counts.js';
import { Creates } from './operations/creates.js';
import { deleteByHandle } from './operations/handle-deletions.js';
import { eraseUser } from './operations/erasure.js';
import { updateMetadata } from './operations/metadata-updates.js';
import { Pages } from './operations/pages.js';
import { revokeByUser } from './operations/revocations.js';
import { Room } from './operations/room.js';
import { SignIns } from './operations/sign-ins.js';
import { Sweeps } from './operations/sweeps.js';
import { resolveRedisOptions, type RedisSessionStoreOptions } from './options.js';
import { SCRIPTS } from './scripts/scripts.js';
import { SessionCalls } from './scripts/session-calls.js';
import { Shards } from './scripts/shards.js';

/** How often the store looks for events: its consumers get them within 250 ms. */
const LOOK_EVERY_MS = 240;

/**
 * Sessions in Redis or Valkey, shared by any number of instances. Each operation on a session is one script: one round trip
 * and one atomic step, at an instant of the server's clock. Only `signIn` and `updateMetadata` take more: see there.
 *
 * @example
 * const store = new RedisSessionStore({ url: 'redis://localhost:6379' });
 */
export class RedisSessionStore implements SessionStore {
  readonly name = 'redis';
  readonly shared = true;
  readonly place: string;
  readonly #options: RedisSessionStoreOptions;
  readonly #connection: Connection;
  readonly #keys: Keys;
  readonly #calls: SessionCalls;
  readonly #pages: Pages;
  readonly #sweeps: Sweeps;
  readonly #creates: Creates;
  readonly #signIns: SignIns;
  readonly #shards: Shards;
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
    const room = new Room(this.#calls, events === undefined && endings.rememberMs === 0 ? 0 : shardCount);
    this.#creates = new Creates(this.#calls, this.#keys, room);
    this.#signIns = new SignIns(this.#calls, this.#keys, this.#creates, room);
    this.place = `${this.#connection.server}, ${prefix}`;
    this.#options = options;
    this.#shards = shards;
    this.#newEvents = new NewEvents(shards, LOOK_EVERY_MS);
  }

  async create(input: NewSession, limit?: UserLimit): Promise<CreatedSession> {
    return this.#creates.create(this.#creates.names(input.userId), input, limit);
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

  async authenticated(id: string): Promise<StoreLookup> {
    const found = await this.#calls.one(SCRIPTS.authenticated, id);
    if (!('session' in found)) return found;
    assertHasUser(found.session);
    return { state: 'active', session: found.session, asOf: found.asOf };
  }

  async rotate(id: string, graceMs = 0): Promise<StoreLookup> {
    const next = this.#keys.createId(this.#keys.shardOfId(id) ?? 0);
    const found = await this.#calls.one(SCRIPTS.rotate, id, next.stored, String(graceMs));
    return found.state === 'active' ? { ...found, session: { ...found.session, id: next.id } } : found;
  }

  /** Three round trips, because the guest and the user may be in two shards. */
  signIn(id: string, signIn: SignIn, limit?: UserLimit): Promise<SignInLookup> {
    return this.#signIns.signIn(id, signIn, limit);
  }

  delete(id: string, cause?: EndCause, { replaced = false }: DeleteOptions = {}): Promise<StoreLookup> {
    const { reason, by = '' } = endOf('deleted', cause);
    return this.#calls.one(SCRIPTS.delete, id, escaped(reason), escaped(by), replaced ? '1' : '');
  }

  async deleteByHandle(userId: string, handle: string, cause?: EndCause): Promise<StoreLookup> {
    const user = escaped(userId);
    const shard = this.#keys.shardOfUser(user);
    const { reason, by = '' } = endOf('deleted', cause);
    const how = [escaped(reason), escaped(by)];
    if (isHandle(handle)) return deleteByHandle(this.#calls, { shard, user, handle, how });
    await this.ping();
    return { state: 'unknown' };
  }

  async revokeByUser(userId: string, limit: number, except?: string, cause?: EndCause): Promise<RevokedBatch> {
    const user = escaped(userId);
    const spared = except === undefined ? '' : (this.#keys.storedId(except)?.id ?? '');
    const { reason, by = '' } = endOf('revoked', cause);
    const how = [escaped(reason), escaped(by)];
    return revokeByUser(this.#calls, { shard: this.#keys.shardOfUser(user), user, limit, spared, how });
  }

  /** All that is kept of a user is in one shard. */
  async eraseUser(userId: string): Promise<ErasedUser> {
    const user = escaped(userId);
    return eraseUser(this.#calls, this.#keys.shardOfUser(user), user);
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
    this.#assertEvents(`no listener of the group '${group}'`);
    return new SessionEventConsumer({ ...this.#options, group, handler }, this.#newEvents);
  }

  /** Throws `InvalidOptionsError` if the store writes no events. */
  follower(options: StoreFollowerOptions): StoreFollower {
    this.#assertEvents('no instance');
    return new EventFollower(this.#shards, this.#newEvents, options);
  }

  #assertEvents(nobody: string): void {
    if (this.#options.events !== false) return;
    throw new InvalidOptionsError([
      `events is false, so ${nobody} can hear of endings on every instance. ` +
        'Leave events on, or subscribe to events$, which shows what this instance does',
    ]);
  }

  /** Resolves when Redis answers and has the layout of this store. Throws `InvalidOptionsError` if it has another one. */
  async ping(): Promise<void> {
    await this.#calls.run(SCRIPTS.ping, [0]);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}
