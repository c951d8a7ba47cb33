import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '..', 'dist', 'main.js');

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built server as a process of its own. */
export class ServerProcess {
  readonly exited: Promise<Exit>;
  stdout = '';
  stderr = '';
  readonly #child: ChildProcess;
  readonly #url: Promise<string>;

  /** `as` is the user that it runs as, if not the user of the test. */
  constructor(env: Readonly<Record<string, string>>, as?: { readonly uid: number; readonly gid: number }) {
    if (!existsSync(MAIN)) throw new Error('The server is not built: run `npx nx build api` first.');
    // The default would leave sessions behind, for the next test to find.
    const settings = { SESSIONS_STORE: 'memory', ...env };
    const child = spawn(process.execPath, [MAIN], { env: settings, stdio: ['ignore', 'pipe', 'pipe'], ...as });
    this.#child = child;
    this.exited = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        resolve({ code, signal });
      });
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    child.stdout.setEncoding('utf8');
    this.#url = new Promise((resolve, reject) => {
      child.stdout.on('data', (text: string) => {
        this.stdout += text;
        const url = /(http:[^\s"]+)\/docs["\n][^]*\n$/.exec(this.stdout)?.[1];
        if (url !== undefined) resolve(url);
      });
      child.once('close', () => {
        reject(new Error(`The server ended before it listened: ${this.stderr}`));
      });
    });
    this.#url.catch(() => undefined);
  }

  /** Where it listens, once it does. */
  url(): Promise<string> {
    return this.#url;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }
}
