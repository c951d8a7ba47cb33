import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Further options of a child process. */
export interface ChildOptions {
  /** By how much its clock is ahead. */
  readonly clockAheadMs?: number;
}

/** A Node process of a test that runs a TypeScript file of this folder. */
export class Child {
  #hasEnded = false;

  private constructor(private readonly child: ChildProcess) {
    child.once('exit', () => {
      this.#hasEnded = true;
    });
  }

  /** `settings` are its only argument, as JSON. */
  static start(file: string, settings: object, { clockAheadMs = 0 }: ChildOptions = {}): Child {
    const here = (name: string): URL => new URL(name, import.meta.url);
    const child = fork(fileURLToPath(here(file)), [JSON.stringify(settings)], {
      // The source of the packages, so that no test depends on a build.
      execArgv: [
        '--conditions=nest-sessions-source',
        '--import',
        here('skewed-clock.mjs').href,
        '--import',
        here('typescript.mjs').href,
      ],
      env: { ...process.env, NODE_OPTIONS: '', CLOCK_AHEAD_MS: String(clockAheadMs) },
    });
    return new Child(child);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  onMessage(listener: (message: unknown) => void): void {
    this.child.on('message', listener);
  }

  onEnd(listener: () => void): void {
    this.child.once('exit', listener);
  }

  send(message: object): void {
    this.child.send(message);
  }

  /** Kills it, as kill -9 does. */
  async kill(): Promise<void> {
    if (this.#hasEnded) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
