interface Waiting {
  readonly until: number;
  readonly giveUp: () => void;
  isDone: boolean;
}

/**
 * A time limit for many operations at once. It is the same for each, so that the one that began first is the next to run
 * out, and one timer serves them all.
 */
export class TimeLimit {
  /** Oldest first. One that is done leaves once it is the oldest. */
  readonly #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly limitMs: number,
    private readonly tooLate: () => Error,
  ) {}

  /** What the work gives, if it does so in time. */
  hold<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const waiting: Waiting = {
        until: performance.now() + this.limitMs,
        giveUp: () => reject(this.tooLate()),
        isDone: false,
      };
      this.#waiting.push(waiting);
      this.#timer ??= this.#waitFor(this.limitMs);
      const end = (): void => this.#end(waiting);
      work.then(end, end);
      work.then(resolve, reject);
    });
  }

  #end(waiting: Waiting): void {
    waiting.isDone = true;
    this.#forget((oldest) => oldest.isDone);
    if (this.#waiting.length > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #expire(): void {
    const now = performance.now();
    this.#forget((oldest) => {
      if (!oldest.isDone && oldest.until <= now) oldest.giveUp();
      return oldest.isDone || oldest.until <= now;
    });
    const [next] = this.#waiting;
    this.#timer = next && this.#waitFor(next.until - now);
  }

  #forget(isOver: (oldest: Waiting) => boolean): void {
    for (let [oldest] = this.#waiting; oldest && isOver(oldest); [oldest] = this.#waiting) this.#waiting.shift();
  }

  #waitFor(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.#expire(), ms);
  }
}
