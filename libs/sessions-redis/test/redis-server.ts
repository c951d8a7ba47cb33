import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A redis-server process of a test, on a free port of this machine, with a folder of its own. */
export class RedisServer {
  #child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly args: readonly string[],
  ) {}

  /** `args` are options of redis-server, such as `--appendonly yes`. Without any, it keeps nothing on disk. */
  static async start(...args: readonly string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), mkdtempSync(join(tmpdir(), 'sessions-redis-')), args);
    await server.resume();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${String(this.port)}`;
  }

  /** Starts it again on its port, after `crash`. */
  async resume(): Promise<void> {
    const { port, folder, args } = this;
    const always = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    const child = spawn(redisServer(), [...always, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    let log = '';
    for await (const chunk of child.stdout) {
      log += String(chunk);
      if (log.includes('Ready to accept connections')) break;
    }
    if (!log.includes('Ready to accept connections')) throw new Error(`redis-server did not start:\n${log}`);
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(name);
  }

  /** Kills it, as kill -9 does. */
  async crash(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child?.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Ends it and removes its folder. */
  async stop(): Promise<void> {
    await this.crash();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('this machine gave no free port');
  return address.port;
}

let path: string | undefined;

/** The redis-server of this machine; installs Debian's where it may. */
function redisServer(): string {
  path ??= installed() ?? install();
  return path;
}

function installed(): string | undefined {
  try {
    return execFileSync('sh', ['-c', 'command -v redis-server'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** One test file installs while the others wait for it; the package must not start a service of its own. */
function install(): string {
  const policy = '/usr/sbin/policy-rc.d';
  const script = `
    command -v redis-server >/dev/null && exit 0
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 1
    [ -e ${policy} ] || { printf '#!/bin/sh\\nexit 101\\n' >${policy}; chmod +x ${policy}; trap 'rm -f ${policy}' EXIT; }
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server`;
  try {
    execFileSync('flock', [join(tmpdir(), 'sessions-redis-install.lock'), 'sh', '-c', script], { stdio: 'pipe' });
  } catch (cause) {
    throw new Error(
      'These tests need a Redis: install redis-server 6.2 or later (Debian: apt-get install redis-server), or set REDIS_URL.',
      { cause },
    );
  }
  return installed() ?? 'redis-server';
}
