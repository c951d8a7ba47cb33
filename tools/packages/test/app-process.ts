import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { printedUrl } from './printed-url.js';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A server of a test, as a process of its own. */
export class AppProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  /** Resolves once the script has printed where it listens. */
  static async start(script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<AppProcess> {
    const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    return new AppProcess(child, await printedUrl(child.stdout, /^(http:\S+)\n/m));
  }

  get(path: string): Promise<Answer> {
    return this.ask(`GET ${path}`);
  }

  /** Sends a request such as `POST /login`. */
  async ask(request: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const [method = '', path = ''] = request.split(' ');
    const answer = await fetch(`${this.url}${path}`, { method, headers });
    return { status: answer.status, body: await answer.json() };
  }

  /** Asks it to stop, and waits until it has. */
  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
