import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../../../libs/sessions-redis/test/redis-server.js';
import { configuration, type Proxy, type Replacements } from './recipe.js';

/** The servers of the recipe. */
export const SERVERS = ['one', 'two'] as const;
export type ServerName = (typeof SERVERS)[number];

/** A real nginx or HAProxy with the configuration of the recipe, in front of two servers on this machine. */
export class ProxyProgram {
  private constructor(
    readonly name: Proxy,
    readonly url: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  /** `behind` are the ports of the servers; `changes` are what to replace in the configuration. */
  static async start(
    name: Proxy,
    behind: Record<ServerName, number>,
    changes: Replacements = {},
  ): Promise<ProxyProgram> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), `sessions-${name}-`));
    const replaced = {
      ...changes,
      '10.0.0.11:3000': `127.0.0.1:${String(behind.one)}`,
      '10.0.0.12:3000': `127.0.0.1:${String(behind.two)}`,
    };
    const args = name === 'nginx' ? writeNginx(folder, port, replaced) : writeHaproxy(folder, port, replaced);
    const child = spawn(name, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => (log += String(chunk)));
    while (!(await listens(port))) {
      if (child.exitCode !== null) throw new Error(`${name} did not start: ${log}`);
      await wait(20);
    }
    return new ProxyProgram(name, `http://127.0.0.1:${String(port)}`, folder, child);
  }

  /** Does what the recipe asks for before a server is restarted. */
  takeOut(server: ServerName): void {
    if (this.name === 'nginx') writeFileSync(join(this.folder, `${server}-is-out`), '');
  }

  /** Does what the recipe asks for after a server was restarted. */
  async putBack(server: ServerName): Promise<void> {
    if (this.name === 'nginx') rmSync(join(this.folder, `${server}-is-out`));
    else await this.untilState(server, 'UP');
  }

  /** Waits until HAProxy's check of the server has this result. */
  async untilState(server: ServerName, state: 'UP' | 'DOWN'): Promise<void> {
    for (;;) {
      const socket = connect(join(this.folder, 'admin.sock'));
      socket.write('show stat\n');
      const states = await text(socket);
      if (new RegExp(`^sessions,${server},.*?,${state},`, 'm').test(states)) return;
      await wait(20);
    }
  }

  async stop(): Promise<void> {
    const ended = this.child.exitCode === null ? once(this.child, 'exit') : undefined;
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true });
  }
}

/** Everything that nginx writes goes into the folder. */
function writeNginx(folder: string, port: number, replaced: Replacements): string[] {
  const own = { 'listen 80': `listen 127.0.0.1:${String(port)}`, '/run/sessions': folder };
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((use) => `${use}_temp_path ${use};`);
  mkdirSync(join(folder, 'conf.d'));
  writeFileSync(join(folder, 'conf.d', 'sessions.conf'), configuration('nginx', { ...replaced, ...own }));
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid nginx.pid; error_log stderr;
    events {}
    http { access_log off; ${folders.join(' ')} include conf.d/*.conf; }`,
  );
  return ['-p', folder, '-e', 'stderr', '-c', 'nginx.conf'];
}

function writeHaproxy(folder: string, port: number, replaced: Replacements): string[] {
  const own = { 'bind :80': `bind 127.0.0.1:${String(port)}`, '/run/haproxy': folder };
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, configuration('haproxy', { ...replaced, ...own }));
  return ['-db', '-f', file];
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
