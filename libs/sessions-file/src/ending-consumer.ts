import type { StoreConsumer, StoreConsumerOptions } from 'nest-sessions/store';
import type { Endings } from './endings.js';
import type { GroupCommit } from './group-commit.js';

const CONCURRENCY = 16;
const MAX_RETRY_MS = 60_000;
/** After so many deliveries a failing handler is reported. */
const REPORTED_AFTER = 5;

/** What a consumer needs of an open store. */
export interface EndingSource {
  readonly endings: Endings;
  readonly commits: GroupCommit;
}

/**
 * Delivers the endings of a group to its handler, at least once each, oldest first, up to 16 at a time. If the handler fails,
 * the ending is tried again after 1, 2, 4 seconds and so on, at most a minute. It delays no other ending.
 */
export class EndingConsumer implements StoreConsumer {
  readonly #ready: number[] = [];
  readonly #inHand = new Set<Promise<void>>();
  readonly #retries = new Set<NodeJS.Timeout>();
  #source: EndingSource | undefined;
  #isStarted = false;
  #isStopped = false;

  constructor(
    private readonly options: StoreConsumerOptions,
    /** Is called when the consumer starts; the store calls `begin` when it is open. */
    private readonly onStart: (consumer: EndingConsumer) => void,
  ) {}

  /** Does not wait for a store that is opening. */
  // eslint-disable-next-line @typescript-eslint/require-await -- the port wants a promise
  async start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.onStart(this);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the port wants a promise
  async pending(): Promise<number> {
    return this.#source?.endings.pending(this.options.group) ?? 0;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#source?.endings.leave(this.options.group);
    for (const retry of this.#retries) clearTimeout(retry);
    await Promise.all(this.#inHand);
    await this.#source?.commits.written().catch(() => undefined);
  }

  begin(source: EndingSource): void {
    if (this.#isStopped) return;
    this.#source = source;
    const owed = source.endings.join(this.options.group, (number) => {
      this.#ready.push(number);
      this.#takeMore(source);
    });
    this.#ready.push(...owed);
    this.#takeMore(source);
  }

  #takeMore(source: EndingSource): void {
    while (!this.#isStopped && this.#inHand.size < CONCURRENCY) {
      const number = this.#ready.shift();
      if (number === undefined) return;
      const work = this.#handle(source, number).finally(() => {
        this.#inHand.delete(work);
        this.#takeMore(source);
      });
      this.#inHand.add(work);
    }
  }

  /** Does not reject. */
  async #handle({ endings, commits }: EndingSource, number: number): Promise<void> {
    const { group, handler } = this.options;
    const deliveries = endings.deliver(group, number);
    if (deliveries === undefined) return;
    try {
      // Counted before, so that a delivery counts even if its handler ends the process.
      await commits.written();
      const delivery = await endings.read(number, deliveries);
      if (delivery !== undefined) await handler(delivery);
      endings.handled(group, number);
    } catch (error) {
      if (deliveries === REPORTED_AFTER) report(group, error);
      this.#retryLater(number, Math.min(1000 * 2 ** (deliveries - 1), MAX_RETRY_MS));
    }
  }

  #retryLater(number: number, afterMs: number): void {
    const retry = setTimeout(() => {
      this.#retries.delete(retry);
      this.#ready.push(number);
      if (this.#source) this.#takeMore(this.#source);
    }, afterMs).unref();
    this.#retries.add(retry);
  }
}

function report(group: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.emitWarning(
    `Session events of the group '${group}': one could not be handled ${String(REPORTED_AFTER)} times (${reason}). It is tried again each minute.`,
    'SessionEventWarning',
  );
}
