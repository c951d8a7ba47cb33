import type { SessionStore } from 'nest-sessions';
import { FileSessionStore, type FileSessionStoreOptions } from '../src/index.js';

/**
 * After so many operations, the store is opened before some of them only. Otherwise tests with thousands of sessions would read
 * all of them thousands of times, which takes many minutes.
 */
const MANY = 400;
const SOME = 50;

/** A file store that is closed and opened again before every operation, or every fiftieth once there were 400. */
export class ReopenedStore {
  #current: FileSessionStore | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #operations = 0;
  #closed = false;
  /** What every operation goes through, one after the other. */
  readonly store: SessionStore;

  constructor(private readonly options: FileSessionStoreOptions) {
    const operation =
      (name: PropertyKey) =>
      (...args: unknown[]): Promise<unknown> =>
        this.#inTurn(async () => {
          const store = await this.#reopened();
          const method: unknown = Reflect.get(store, name);
          if (name === 'close') this.#closed = true;
          if (typeof method !== 'function') throw new TypeError(`${String(name)} is not an operation`);
          return (await Reflect.apply(method, store, args)) as unknown;
        });
    this.store = new Proxy<SessionStore>(new FileSessionStore(options), {
      get: (first, name) => {
        this.#current ??= first as FileSessionStore;
        return name === 'name' ? first.name : operation(name);
      },
    });
  }

  #inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const turn = this.#last.then(run);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #reopened(): Promise<FileSessionStore> {
    this.#operations += 1;
    const isSkipped = this.#closed || (this.#operations > MANY && this.#operations % SOME > 0);
    if (isSkipped && this.#current !== undefined) return this.#current;
    await this.#current?.close();
    this.#current = new FileSessionStore(this.options);
    await this.#current.opened();
    return this.#current;
  }
}
