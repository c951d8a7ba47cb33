import { StoreUnavailableError } from 'nest-sessions/store';
import type { Entry } from './database.js';

/** Where batches are written. */
export interface BatchTarget {
  write(entries: readonly Entry[], sync: boolean): Promise<void>;
  reopen(): Promise<void>;
}

export interface GroupCommitOptions {
  readonly sync: 'always' | 'everysecond';
  /** The entries that every batch ends with. */
  readonly seal: () => readonly Entry[];
}

/** Above this, operations wait before they begin. */
const MOST_PENDING_BYTES = 8 * 1024 * 1024;
const SYNC_EVERY_MS = 1000;
const RETRY_EVERY_MS = 1000;

interface Waiting {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Writes entries in batches. One batch is on its way at a time; what is recorded meanwhile forms the next. Entries that are
 * recorded in one turn of the event loop are never divided.
 */
export class GroupCommit {
  #pending: Entry[] = [];
  #pendingBytes = 0;
  #next = waiting();
  #onItsWay: Promise<void> | undefined;
  #recorded = 0;
  #scheduled = false;
  #unsynced = false;
  #syncedAt = performance.now();
  #syncTimer: NodeJS.Timeout | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #failure: StoreUnavailableError | undefined;
  #room: Waiting | undefined;

  constructor(
    private readonly target: BatchTarget,
    private readonly options: GroupCommitOptions,
  ) {}

  /** How many entries were recorded so far. It shows whether an operation changed anything. */
  get recorded(): number {
    return this.#recorded;
  }

  /** Why changes are refused for now. */
  get failure(): StoreUnavailableError | undefined {
    return this.#failure;
  }

  record(key: Buffer, value: Buffer | undefined): void {
    this.#pending.push({ key, value });
    this.#pendingBytes += key.length + (value?.length ?? 0);
    this.#recorded += 1;
    this.#schedule();
  }

  /** Waits while too much is pending. Call it before a change. Throws `StoreUnavailableError` while nothing can be written. */
  async room(): Promise<void> {
    while (this.#pendingBytes > MOST_PENDING_BYTES && this.#failure === undefined) {
      this.#room ??= waiting();
      await this.#room.promise;
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  get hasRoom(): boolean {
    return this.#pendingBytes <= MOST_PENDING_BYTES && this.#failure === undefined;
  }

  /** Resolves once all that was recorded so far is written. Rejects with `StoreUnavailableError` if that fails. */
  async written(): Promise<void> {
    if (this.#pending.length > 0) await this.#next.promise;
    else await this.#onItsWay;
  }

  /** Writes and syncs what is pending, and the seal. If writes have failed, it tries once more. Does not reject. */
  async close(): Promise<void> {
    await this.written().catch(() => undefined);
    clearTimeout(this.#syncTimer);
    clearTimeout(this.#retryTimer);
    if (this.#failure === undefined) await this.target.write(this.options.seal(), true).catch(() => undefined);
    else await this.#retry();
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#syncTimer);
  }

  #schedule(): void {
    if (this.#scheduled || this.#onItsWay !== undefined || this.#failure !== undefined) return;
    this.#scheduled = true;
    // Later, so that all entries of this turn of the event loop go into one batch.
    setImmediate(() => {
      this.#scheduled = false;
      void this.#writeNext();
    });
  }

  async #writeNext(): Promise<void> {
    const entries = this.#pending;
    const waiters = this.#next;
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#next = waiting();
    this.#onItsWay = waiters.promise;
    const isDue = this.options.sync === 'always' || performance.now() - this.#syncedAt >= SYNC_EVERY_MS;
    try {
      await this.target.write(entries.concat(this.options.seal()), isDue);
      this.#wrote(isDue);
      this.#onItsWay = undefined;
      waiters.resolve();
    } catch (cause) {
      this.#onItsWay = undefined;
      this.#fail(entries, cause);
      waiters.reject(this.#failure ?? unwritable(cause));
    }
    this.#room?.resolve();
    this.#room = undefined;
    if (this.#pending.length > 0) this.#schedule();
  }

  #wrote(synced: boolean): void {
    this.#unsynced = !synced;
    if (synced) this.#syncedAt = performance.now();
    else this.#syncTimer ??= setTimeout(() => this.#sync(), SYNC_EVERY_MS).unref();
  }

  /** Runs once a second, and syncs what no later batch has synced. */
  #sync(): void {
    this.#syncTimer = undefined;
    if (this.#unsynced && this.#onItsWay === undefined && this.#failure === undefined) void this.#writeNext();
  }

  /** Keeps the entries. Memory already has these changes, so they must be written before any others. */
  #fail(entries: readonly Entry[], cause: unknown): void {
    this.#failure = unwritable(cause);
    this.#pending = entries.concat(this.#pending);
    this.#next.reject(this.#failure);
    this.#next = waiting();
    this.#retryLater();
  }

  #retryLater(): void {
    this.#retryTimer = setTimeout(() => void this.#retry(), RETRY_EVERY_MS).unref();
  }

  async #retry(): Promise<void> {
    try {
      await this.target.reopen();
      const count = this.#pending.length;
      await this.target.write(this.#pending.concat(this.options.seal()), true);
      this.#pending = this.#pending.slice(count);
    } catch (cause) {
      this.#failure = unwritable(cause);
      this.#retryLater();
      return;
    }
    this.#failure = undefined;
    this.#pendingBytes = 0;
    this.#wrote(true);
    if (this.#pending.length > 0) {
      this.#schedule();
      return;
    }
    this.#next.resolve();
    this.#next = waiting();
  }
}

function waiting(): Waiting {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  // If nobody waits, the rejection may go unhandled.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

function unwritable(cause: unknown): StoreUnavailableError {
  return new StoreUnavailableError(
    `The sessions can't be written to disk (${reasonOf(cause)}). Free space or repair the disk.`,
    { cause },
  );
}

/** A message of LevelDB begins with the path of a file; its last part says what is wrong. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.split(': ').at(-1) ?? message;
}
