import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createClient } from 'redis';
import { SkipError } from '../suite/case.js';
import { freePort } from './server-process.js';

/** A redis-server for one measurement. It writes nothing to disk. */
export class RedisProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Throws `SkipError` if no redis-server is installed. */
  static async start(): Promise<RedisProcess> {
    const port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', tmpdir(), '--save', ''];
    const child = spawn(redisServer(), args, { stdio: ['ignore', 'pipe', 'inherit'] });
    process.once('exit', () => child.kill('SIGKILL'));
    let log = '';
    for await (const chunk of child.stdout) {
      log += String(chunk);
      if (log.includes('Ready to accept connections')) break;
    }
    return new RedisProcess(child, `redis://127.0.0.1:${String(port)}`);
  }

  async connect(): Promise<BenchClient> {
    const client = newClient(this.url);
    await client.connect();
    return client;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

export type BenchClient = ReturnType<typeof newClient>;

function newClient(url: string) {
  const client = createClient({ url });
  client.on('error', () => undefined);
  return client;
}

function redisServer(): string {
  try {
    return execFileSync('sh', ['-c', 'command -v redis-server'], { encoding: 'utf8' }).trim();
  } catch {
    throw new SkipError('there is no redis-server on the PATH (Debian: apt-get install redis-server)');
  }
}
