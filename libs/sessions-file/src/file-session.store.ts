import { resolve } from 'node:path';
import { MemorySessionStore } from 'nest-sessions';
import {
  idHash,
  StoreUnavailableError,
  type CreatedSession,
  type DeleteOptions,
  type EndCause,
  type ErasedUser,
  type IdHash,
  type MetadataChange,
  type NewSession,
  type PageQuery,
  type QuarantinedRecord,
  type RenewalLookup,
  type RevokedBatch,
  type SessionCounts,
  type SessionEndEvent,
  type SessionStore,
  type SignIn,
  type SignInLookup,
  type StoreConsumer,
  type StoreConsumerOptions,
  type StoreLookup,
  type StorePage,
  type SweepBatch,
  type TimeoutChanges,
  type UserLimit,
} from 'nest-sessions/store';
import { EndingConsumer } from './ending-consumer.js';
import {
  endingsOfCreate,
  endingsOfDelete,
  endingsOfQuarantine,
  endingsOfRevoke,
  endingsOfSignIn,
  endingsOfSweep,
} from './ending-events.js';
import { openStore, type OpenStore } from './opening.js';
import { OpeningReports } from './opening-reports.js';
import { resolveFileOptions, type FileSessionStoreOptions } from './options.js';

/** The states of an id whose session has ended. */
const ENDED: ReadonlySet<StoreLookup['state']> = new Set(['unknown', 'expired', 'ended']);

/**
 * Sessions on the disk of this machine; they survive a restart. The memory store holds them and answers; each change is
 * written to the directory before it is acknowledged. One process can have a directory open at a time.
 *
 * It begins to open when it is constructed. Operations wait until it is open; only `counts` rejects meanwhile, so that health
 * says that the store is opening.
 *
 * @example
 * const store = new FileSessionStore({ directory: 'data/sessions' });
 * await store.opened();
 */
export class FileSessionStore implements SessionStore {
  readonly name = 'file';
  readonly place: string;
  readonly #opening: Promise<OpenStore>;
  readonly #claimed: Promise<void>;
  readonly #hash: IdHash | undefined;
  #open: OpenStore | undefined;
  /** Consumers that started before the store was open. */
  readonly #waiting: EndingConsumer[] = [];
  readonly #reports: OpeningReports;
  #failure: Error | undefined;
  #closed = false;

  /** Throws `InvalidOptionsError`. If the directory can't be used, `claimed` and `opened` reject with the reason. */
  constructor(options: FileSessionStoreOptions) {
    const resolved = resolveFileOptions(options);
    this.place = resolve(resolved.directory);
    // Reports bad options of the memory store here, and not after the files are open.
    new MemorySessionStore(resolved.memory);
    this.#hash = idHash(resolved.memory.idKey);
    let claim: () => void = () => undefined;
    const claimed = new Promise<void>((resolve) => {
      claim = resolve;
    });
    this.#reports = new OpeningReports(resolved.onOpening);
    this.#opening = this.#openWith(() => openStore(resolved, claim, this.#reports.report));
    this.#claimed = Promise.race([claimed, this.#opening.then(() => undefined)]);
    // Each operation rejects with the failure too, so this rejection may go unhandled.
    this.#claimed.catch(() => undefined);
  }

  /** Resolves when this store has the directory. Rejects with `StoreUnavailableError` if it can't be used. */
  async claimed(): Promise<void> {
    await this.#claimed;
  }

  /** Resolves when all sessions are read. Rejects with `StoreUnavailableError` if they can't be read. */
  async opened(): Promise<void> {
    await this.#opening;
  }

  async create(input: NewSession, limit?: UserLimit): Promise<CreatedSession> {
    return this.#change((memory) => memory.create(input, limit), endingsOfCreate);
  }

  async get(id: string): Promise<StoreLookup> {
    return this.#lookUp((memory) => memory.get(id));
  }

  async touch(id: string, precisionMs?: number): Promise<RenewalLookup> {
    return this.#changeOne((memory) => memory.touch(id, precisionMs));
  }

  async renew(id: string): Promise<RenewalLookup> {
    return this.#changeOne((memory) => memory.renew(id));
  }

  async updateTimeouts(id: string, changes: TimeoutChanges): Promise<StoreLookup> {
    return this.#changeOne((memory) => memory.updateTimeouts(id, changes));
  }

  async updateMetadata(id: string, change: MetadataChange): Promise<StoreLookup> {
    return this.#changeOne((memory) => memory.updateMetadata(id, change));
  }

  async rotate(id: string, graceMs?: number): Promise<StoreLookup> {
    return this.#changeOne((memory) => memory.rotate(id, graceMs));
  }

  async authenticated(id: string): Promise<StoreLookup> {
    return this.#changeOne((memory) => memory.authenticated(id));
  }

  async signIn(id: string, signIn: SignIn, limit?: UserLimit): Promise<SignInLookup> {
    return this.#changeOne((memory) => memory.signIn(id, signIn, limit), endingsOfSignIn);
  }

  async delete(id: string, cause?: EndCause, options?: DeleteOptions): Promise<StoreLookup> {
    return this.#changeOne(
      (memory) => memory.delete(id, cause, options),
      (found) => endingsOfDelete(found, this.#hash, cause),
    );
  }

  async deleteByHandle(userId: string, handle: string, cause?: EndCause): Promise<StoreLookup> {
    return this.#changeOne(
      (memory) => memory.deleteByHandle(userId, handle, cause),
      (found) => endingsOfDelete(found, undefined, cause),
    );
  }

  async revokeByUser(userId: string, limit: number, except?: string, cause?: EndCause): Promise<RevokedBatch> {
    return this.#change(
      (memory) => memory.revokeByUser(userId, limit, except, cause),
      (batch) => endingsOfRevoke(batch, cause),
    );
  }

  /** What it removes stays in the files until `compact`, or until LevelDB rewrites them. */
  async eraseUser(userId: string): Promise<ErasedUser> {
    const erased = await this.#change((memory) => memory.eraseUser(userId));
    const { endings, commits } = await this.#whenOpen();
    return { ...erased, events: await endings.eraseUser(userId, commits) };
  }

  /** Rewrites the files without what was removed from the store. Takes longer the more sessions there are. */
  async compact(): Promise<void> {
    const { commits, database } = await this.#whenOpen();
    await commits.written();
    await database.compact();
  }

  async quarantine(id: string, problem: string): Promise<StoreLookup> {
    return this.#changeOne((memory) => memory.quarantine(id, problem), endingsOfQuarantine);
  }

  async list(query: PageQuery): Promise<StorePage> {
    return this.#run(await this.#whenOpen(), (memory) => memory.list(query));
  }

  async counts(): Promise<SessionCounts> {
    const { memory, commits } = this.#openNow();
    const counts = await memory.counts();
    return commits.failure === undefined ? counts : { ...counts, refusesChanges: commits.failure.message };
  }

  async sweep(limit: number): Promise<SweepBatch> {
    return this.#change((memory) => memory.sweep(limit), endingsOfSweep);
  }

  async quarantined(limit: number): Promise<readonly QuarantinedRecord[]> {
    const { memory } = await this.#whenOpen();
    return memory.quarantined(limit);
  }

  async clearQuarantine(): Promise<number> {
    return this.#change((memory) => memory.clearQuarantine());
  }

  /** Hands every ending to one consumer of the group, at least once, over restarts too. */
  consumer(options: StoreConsumerOptions): StoreConsumer {
    return new EndingConsumer(options, (consumer) => {
      if (this.#open !== undefined) consumer.begin(this.#open);
      else this.#waiting.push(consumer);
    });
  }

  /** Does not wait until all sessions are read, so that an application may start meanwhile. */
  async ping(): Promise<void> {
    this.#assertNotClosed();
    await this.#claimed;
  }

  /** Writes what is pending. Then another process may open the directory. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const open = await this.#opening.catch(() => undefined);
    if (open === undefined) return;
    await open.memory.close();
    await open.commits.close();
    await open.database.close();
  }

  async #openWith(open: () => Promise<OpenStore>): Promise<OpenStore> {
    try {
      const opened = await open();
      this.#open = opened;
      // Before the first operation, so that these consumers get its endings too.
      for (const consumer of this.#waiting.splice(0)) consumer.begin(opened);
      return opened;
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }

  async #whenOpen(): Promise<OpenStore> {
    this.#assertNotClosed();
    return this.#open ?? this.#opening;
  }

  #openNow(): OpenStore {
    this.#assertNotClosed();
    if (this.#open !== undefined) return this.#open;
    if (this.#failure !== undefined) throw this.#failure;
    const { read, total } = this.#reports.latest;
    throw new StoreUnavailableError(`opening: ${String(read)} of ${String(total)} sessions are read`);
  }

  #assertNotClosed(): void {
    if (this.#closed) throw new StoreUnavailableError('The file store is closed. Open a new one.');
  }

  async #lookUp<Found extends RenewalLookup | StoreLookup | SignInLookup>(
    operation: (memory: MemorySessionStore) => Promise<Found>,
    endingsOf?: (found: Found) => readonly SessionEndEvent[],
  ): Promise<Found> {
    const open = await this.#whenOpen();
    const found = await this.#run(open, operation, endingsOf);
    // The answer may depend on a change that is not on the disk yet.
    if (ENDED.has(found.state) && open.commits.failure === undefined) {
      await open.commits.written();
    }
    return found;
  }

  async #changeOne<Found extends RenewalLookup | StoreLookup | SignInLookup>(
    change: (memory: MemorySessionStore) => Promise<Found>,
    endingsOf?: (found: Found) => readonly SessionEndEvent[],
  ): Promise<Found> {
    const { commits } = await this.#whenOpen();
    if (!commits.hasRoom) await commits.room();
    return this.#lookUp(change, endingsOf);
  }

  async #change<Result>(
    change: (memory: MemorySessionStore) => Promise<Result>,
    endingsOf?: (result: Result) => readonly SessionEndEvent[],
  ): Promise<Result> {
    const open = await this.#whenOpen();
    if (!open.commits.hasRoom) await open.commits.room();
    return this.#run(open, change, endingsOf);
  }

  /**
   * Resolves once all changes of the operation are written. The memory store records them before it returns, and its promise is
   * settled by then. So the endings are recorded in the same turn of the event loop, and go into the same batch.
   */
  async #run<Result>(
    { memory, commits, endings }: OpenStore,
    operation: (memory: MemorySessionStore) => Promise<Result>,
    endingsOf?: (result: Result) => readonly SessionEndEvent[],
  ): Promise<Result> {
    const before = commits.recorded;
    const answer = operation(memory);
    if (commits.recorded === before && endingsOf === undefined) return answer;
    const result = await answer;
    for (const ending of endingsOf?.(result) ?? []) endings.record(ending);
    if (commits.recorded !== before) await commits.written();
    return result;
  }
}
