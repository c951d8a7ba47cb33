import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { NewSession, SessionStore, SignIn } from 'nest-sessions/store';
import { isStoreAnswer, type StoreSettings } from './store-calls.js';

const MAIN = fileURLToPath(new URL('store-main.ts', import.meta.url));
/** Compiles TypeScript as it is imported. */
const TYPESCRIPT = new URL('../../../sessions-redis/test/processes/typescript.mjs', import.meta.url).href;

type Answer<Operation extends 'create' | 'touch' | 'rotate' | 'signIn' | 'delete'> = Awaited<
  ReturnType<SessionStore[Operation]>
>;

/** A file store in a process of its own. What is not answered when the process ends is rejected. */
export class StoreProcess {
  readonly #child: ChildProcess;
  readonly #calls = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #last = 0;
  #hasEnded = false;

  constructor(settings: StoreSettings) {
    this.#child = fork(MAIN, [JSON.stringify(settings)], {
      // Imports the sources of the packages, because a build at the same time would replace its output.
      execArgv: ['--conditions=nest-sessions-source', '--import', TYPESCRIPT],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    this.#child.on('message', (message) => {
      if (!isStoreAnswer(message)) return;
      const call = this.#calls.get(message.call);
      this.#calls.delete(message.call);
      if (message.error === undefined) call?.resolve(message.value);
      else call?.reject(new Error(message.error));
    });
    this.#child.once('exit', () => {
      this.#hasEnded = true;
      for (const { reject } of this.#calls.values()) reject(new Error('the process has ended'));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async opened(): Promise<void> {
    await this.#ask('opened');
  }

  async create(input: NewSession): Promise<Answer<'create'>> {
    return (await this.#ask('create', input)) as Answer<'create'>;
  }

  async touch(id: string): Promise<Answer<'touch'>> {
    return (await this.#ask('touch', id)) as Answer<'touch'>;
  }

  async rotate(id: string): Promise<Answer<'rotate'>> {
    return (await this.#ask('rotate', id)) as Answer<'rotate'>;
  }

  async signIn(id: string, signIn: SignIn): Promise<Answer<'signIn'>> {
    return (await this.#ask('signIn', id, signIn)) as Answer<'signIn'>;
  }

  async delete(id: string): Promise<Answer<'delete'>> {
    return (await this.#ask('delete', id)) as Answer<'delete'>;
  }

  /** Ends it as kill -9 does. */
  async kill(): Promise<void> {
    if (this.#hasEnded) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  #ask(operation: string, ...args: unknown[]): Promise<unknown> {
    this.#last += 1;
    const call = this.#last;
    return new Promise((resolve, reject) => {
      if (this.#hasEnded) reject(new Error('the process has ended'));
      this.#calls.set(call, { resolve, reject });
      this.#child.send({ call, operation, args }, (error) => {
        if (error) reject(error);
      });
    });
  }
}
