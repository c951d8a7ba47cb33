import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type RedisClientType } from 'redis';
import { RedisServer } from './redis-server.js';
import { until } from './until.js';

const NAME = 'sessions';

/** A master, a replica, and three sentinels that watch them, on this machine. */
export class RedisSentinels {
  private constructor(
    readonly master: RedisServer,
    readonly replica: RedisServer,
    private readonly sentinels: readonly SentinelProcess[],
  ) {}

  /** Resolves when all know of each other and the replica has caught up. */
  static async start(downAfterMs: number): Promise<RedisSentinels> {
    const master = await RedisServer.start('--repl-diskless-sync-delay', '0');
    const replica = await RedisServer.start('--replicaof', '127.0.0.1', String(master.port));
    const sentinels = await Promise.all([1, 2, 3].map(() => SentinelProcess.start(master.port, downAfterMs)));
    await Promise.all(sentinels.map((sentinel) => sentinel.knowsAll()));
    return new RedisSentinels(master, replica, sentinels);
  }

  get name(): string {
    return NAME;
  }

  /** Where the sentinels are. */
  get nodes(): { host: string; port: number }[] {
    return this.sentinels.map(({ port }) => ({ host: '127.0.0.1', port }));
  }

  async stop(): Promise<void> {
    await Promise.all(this.sentinels.map((sentinel) => sentinel.stop()));
    await Promise.all([this.master.stop(), this.replica.stop()]);
  }
}

class SentinelProcess {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(masterPort: number, downAfterMs: number): Promise<SentinelProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'sessions-sentinel-'));
    const port = await freePort();
    const config = join(folder, 'sentinel.conf');
    const lines = [
      `port ${String(port)}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor ${NAME} 127.0.0.1 ${String(masterPort)} 2`,
      `sentinel down-after-milliseconds ${NAME} ${String(downAfterMs)}`,
      `sentinel failover-timeout ${NAME} 5000`,
    ];
    writeFileSync(config, `${lines.join('\n')}\n`);
    const child = spawn('redis-server', [config, '--sentinel'], { stdio: 'ignore' });
    return new SentinelProcess(port, child, folder);
  }

  /** Resolves when it knows the replica and both other sentinels. */
  async knowsAll(): Promise<void> {
    const client: RedisClientType = createClient({ url: `redis://127.0.0.1:${String(this.port)}` });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await until(
        'a sentinel that knows all',
        async () => {
          const info = await client.info('sentinel');
          return info.includes('status=ok') && info.includes('slaves=1') && info.includes('sentinels=3');
        },
        20_000,
      );
    } finally {
      client.destroy();
    }
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    if (this.child.kill('SIGKILL')) await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
