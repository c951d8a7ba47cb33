/** Calls that began within the same tenth of the time limit. */
interface Batch {
  readonly abort: AbortController;
  readonly isOpenUntil: number;
  readonly waiting: Set<() => void>;
}

/**
 * The time limit of every call. Calls that begin within the same tenth of the limit share one timer and one signal: a timer
 * and a signal for every call would cost as much as the rest of the call. So a call is aborted after the limit, at most a tenth
 * later. Its signal makes the client forget a command that it has not sent yet.
 */
export class TimeLimit {
  readonly #shareMs: number;
  #batch: Batch | undefined;

  constructor(
    private readonly limitMs: number,
    private readonly tooLate: () => Error,
  ) {
    this.#shareMs = Math.ceil(limitMs / 10);
  }

  /** The signal of the calls that begin now. */
  get signal(): AbortSignal {
    return this.#current().abort.signal;
  }

  /** The result of the call, or the error of `tooLate`. */
  hold<T>(call: Promise<T>): Promise<T> {
    const { waiting } = this.#current();
    return new Promise<T>((resolve, reject) => {
      const giveUp = (): void => reject(this.tooLate());
      waiting.add(giveUp);
      const end = (): void => void waiting.delete(giveUp);
      call.then(end, end);
      call.then(resolve, reject);
    });
  }

  #current(): Batch {
    const now = performance.now();
    if (this.#batch !== undefined && now < this.#batch.isOpenUntil) return this.#batch;
    const batch: Batch = { abort: new AbortController(), isOpenUntil: now + this.#shareMs, waiting: new Set() };
    this.#batch = batch;
    // The socket of a running call keeps the process alive. The timer must not.
    setTimeout(() => expire(batch), this.limitMs + this.#shareMs).unref();
    return batch;
  }
}

function expire({ waiting, abort }: Batch): void {
  for (const giveUp of waiting) giveUp();
  abort.abort();
}
