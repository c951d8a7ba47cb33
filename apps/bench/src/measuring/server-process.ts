import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SkipError } from '../suite/case.js';

/** A server in a process of its own. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /** Starts a script with the port in `PORT`, and waits until `path` answers with success. */
  static async start(script: string, args: readonly string[], path: string, env = {}): Promise<ServerProcess> {
    const port = await freePort();
    const child = spawn(process.execPath, ['--max-old-space-size=16000', script, ...args], {
      env: { ...process.env, ...env, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    process.once('exit', () => child.kill('SIGKILL'));
    const server = new ServerProcess(child, port);
    await server.answers(path);
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private async answers(path: string): Promise<void> {
    while (this.child.exitCode === null) {
      const response = await fetch(this.url + path).catch(() => undefined);
      await response?.arrayBuffer();
      if (response?.ok === true) return;
      await sleep(5);
    }
    throw new Error(`The server ended with code ${String(this.child.exitCode)} before it answered.`);
  }
}

/** The script of a server of this suite. */
export function suiteServer(name: string): string {
  return fileURLToPath(new URL(`../servers/${name}.js`, import.meta.url));
}

/** The script of the built server of this project. Throws `SkipError` if it is not built. */
export function builtServer(): string {
  try {
    return fileURLToPath(import.meta.resolve('api'));
  } catch {
    throw new SkipError('the server is not built: nx build api');
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('This machine has no free port.');
  return address.port;
}
