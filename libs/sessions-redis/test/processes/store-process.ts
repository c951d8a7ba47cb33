import type { SessionStore } from 'nest-sessions/store';
import { Child, type ChildOptions } from './child.js';
import { isStoreAnswer, type StoreAnswer, type StoreSettings } from './store-calls.js';

type Operations = Omit<SessionStore, 'name' | 'shared' | 'place' | 'consumer' | 'follower'>;
type Answer<Operation extends keyof Operations> = Awaited<ReturnType<Operations[Operation]>>;

/** An instance of the Redis store in a process of its own, with a clock of its own. */
export class StoreProcess {
  readonly #child: Child;
  readonly #waiting = new Map<number, (answer: StoreAnswer) => void>();
  #calls = 0;

  private constructor(settings: StoreSettings, options: ChildOptions) {
    this.#child = Child.start('store-main.ts', settings, options);
    this.#child.onMessage((message) => {
      if (isStoreAnswer(message)) this.#settle(message);
    });
    this.#child.onEnd(() => {
      for (const call of this.#waiting.keys()) this.#settle({ call, error: 'the process has ended' });
    });
  }

  /** Resolves when the store answers. */
  static async start(settings: StoreSettings, options: ChildOptions = {}): Promise<StoreProcess> {
    const started = new StoreProcess(settings, options);
    await started.call('ping');
    return started;
  }

  /** Calls an operation of the store, whose answer comes as JSON. */
  async call<Operation extends keyof Operations>(
    operation: Operation,
    ...args: Parameters<Operations[Operation]>
  ): Promise<Answer<Operation>> {
    return (await this.#ask(operation, args)) as Answer<Operation>;
  }

  /** The time of the process's clock. */
  async clock(): Promise<number> {
    return Number(await this.#ask('clock', []));
  }

  /** Kills it, as kill -9 does. */
  kill(): Promise<void> {
    return this.#child.kill();
  }

  #ask(operation: string, args: readonly unknown[]): Promise<unknown> {
    this.#calls += 1;
    const call = this.#calls;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, ({ value, error }) => {
        if (error === undefined) resolve(value);
        else reject(new Error(error));
      });
      if (this.#child.hasEnded) this.#settle({ call, error: 'the process has ended' });
      else this.#child.send({ call, operation, args });
    });
  }

  #settle(answer: StoreAnswer): void {
    this.#waiting.get(answer.call)?.(answer);
    this.#waiting.delete(answer.call);
  }
}
