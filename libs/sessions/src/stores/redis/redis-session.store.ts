import { created } from '../../domain/changes.js';
import { InvalidTimeoutsError } from '../../domain/errors.js';
import { expiryReason } from '../../domain/lifetime.js';
import type { NewSession, QuarantinedRecord, SessionCounts } from '../../domain/session.js';
import { faultIn } from '../../domain/soundness.js';
import { changeTimeouts, type TimeoutChanges } from '../../domain/timeouts.js';
import type {
  ActiveRenewal,
  CreatedSession,
  PageQuery,
  RenewalLookup,
  SessionStore,
  StoreLookup,
  StorePage,
  SweepBatch,
} from '../session-store.js';
import { Connection } from './connection.js';
import { sumOf } from './counts.js';
import { Intake } from './intake.js';
import { Keys } from './keys.js';
import { checkLayout } from './layout.js';
import { Operations } from './operations.js';
import { resolveRedisOptions, type RedisSessionStoreOptions } from './options.js';
import { Pages } from './pages.js';
import { decodeEntry, encodeTimeouts, encodeUser } from './record.js';
import type { SessionReply } from './replies.js';
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
  readonly #connection: Connection;
  readonly #keys: Keys;
  /** What is asked of all shards is one call where the server allows it, and one call for each shard in a cluster. */
  readonly #groups: readonly (readonly number[])[];
  readonly #operations: Operations;
  readonly #intake: Intake;
  readonly #pages: Pages;
  readonly #sweeps: Sweeps;
  #layout: Promise<void> | undefined;

  /** Connects with the first operation. Throws `InvalidOptionsError`. */
  constructor(options: RedisSessionStoreOptions) {
    const resolved = resolveRedisOptions(options);
    const { prefix, shards, commandTimeoutMs } = resolved;
    this.#connection = new Connection(options, commandTimeoutMs);
    this.#keys = new Keys(prefix, shards);
    const all = Array.from({ length: shards }, (_, shard) => shard);
    this.#groups = this.#connection.isCluster ? all.map((shard) => [shard]) : [all];
    this.#operations = new Operations(this.#connection, this.#keys, resolved);
    this.#intake = new Intake(this.#operations, this.#keys);
    this.#pages = new Pages(this.#operations, this.#keys, this.#groups, this.#intake);
    this.#sweeps = new Sweeps(this.#operations, this.#groups, this.#intake);
  }

  async create(input: NewSession): Promise<CreatedSession> {
    await this.#ready();
    const user = encodeUser(input.userId);
    const shard = this.#keys.shardOfUser(user);
    const id = this.#keys.newId(shard);
    const fault = faultIn(created(id, input, 0));
    if (fault !== undefined) throw new TypeError(`This can't be stored as a session: ${fault}.`);
    const reply = await this.#operations.create(shard, {
      id,
      user,
      attributes: JSON.stringify(input.attributes),
      metadata: JSON.stringify(input.metadata),
      timeouts: encodeTimeouts(input.timeouts),
    });
    const session = created(id, input, reply.asOf);
    return { session, ended: [], quarantined: [], asOf: reply.asOf };
  }

  async get(id: string): Promise<StoreLookup> {
    return plain(await this.#lookUp(id, (shard) => this.#operations.get(shard, id)));
  }

  async touch(id: string): Promise<RenewalLookup> {
    return this.#lookUp(id, (shard) => this.#operations.touch(shard, id));
  }

  async renew(id: string): Promise<RenewalLookup> {
    return this.#lookUp(id, (shard) => this.#operations.renew(shard, id));
  }

  async retime(id: string, changes: TimeoutChanges): Promise<StoreLookup> {
    return plain(await this.#lookUp(id, (shard) => this.#operations.retime(shard, id, changes), { changes }));
  }

  async delete(id: string): Promise<StoreLookup> {
    return plain(await this.#lookUp(id, (shard) => this.#operations.delete(shard, id), { removes: true }));
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
    await checkLayout(this.#connection, this.#keys);
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #lookUp(
    id: string,
    ask: (shard: number) => Promise<SessionReply>,
    { changes, removes = false }: { readonly changes?: TimeoutChanges; readonly removes?: boolean } = {},
  ): Promise<RenewalLookup> {
    await this.#ready();
    const shard = this.#keys.shardOfId(id);
    if (shard === undefined) return UNKNOWN;
    const reply = await ask(shard);
    if (reply.code === 'corrupted') return { state: 'corrupted', record: decodeEntry(reply.entry) };
    if (reply.code === 'unknown') return UNKNOWN;
    const found = await this.#intake.one(reply.session, removes && reply.code === 'active');
    if (found.state !== 'found') return found;
    const { session } = found;
    const { asOf, renewed } = reply;
    if (reply.code === 'active') return { state: 'active', session, asOf, renewed };
    if (reply.code === 'expired') {
      return { state: 'expired', expiredAt: session.expiresAt, reason: expiryReason(session), asOf };
    }
    const result = changeTimeouts(session.timeouts, changes ?? {});
    throw InvalidTimeoutsError.ofConflicts(result.ok ? [] : result.conflicts);
  }

  #ofAll<T>(ask: (group: readonly number[]) => Promise<T>): Promise<T[]> {
    return Promise.all(this.#groups.map(ask));
  }

  /** Before the first operation, sees that what is stored has the layout of this store. */
  async #ready(): Promise<void> {
    this.#connection.assertOpen();
    this.#layout ??= checkLayout(this.#connection, this.#keys).catch((error: unknown) => {
      this.#layout = undefined;
      throw error;
    });
    await this.#layout;
  }
}

const UNKNOWN = { state: 'unknown' } as const;

function plain(found: RenewalLookup): StoreLookup {
  return found.state === 'active' ? withoutRenewed(found) : found;
}

function withoutRenewed({ state, session, asOf }: ActiveRenewal): StoreLookup {
  return { state, session, asOf };
}
