import { createClient } from 'redis';
import { RedisServer } from './redis-server.js';

const SLOTS = 16_384;

/** A Redis Cluster of masters on this machine. */
export class RedisClusterServers {
  private constructor(readonly servers: readonly RedisServer[]) {}

  static async start(masters: number): Promise<RedisClusterServers> {
    const servers = await Promise.all(
      Array.from({ length: masters }, () =>
        RedisServer.start('--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'),
      ),
    );
    await Promise.all(servers.map((server, at) => join(server, servers[0] ?? server, at, masters)));
    await Promise.all(servers.map((server) => isWhole(server, masters)));
    return new RedisClusterServers(servers);
  }

  get urls(): readonly string[] {
    return this.servers.map(({ url }) => url);
  }

  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop()));
  }
}

/** Gives a node its share of the slots, and introduces it to the first. */
async function join(server: RedisServer, first: RedisServer, at: number, masters: number): Promise<void> {
  const share = (of: number): number => Math.floor((SLOTS * of) / masters);
  const slots = Array.from({ length: share(at + 1) - share(at) }, (_, slot) => share(at) + slot);
  await asking(server, async (ask) => {
    await ask('CLUSTER', 'SET-CONFIG-EPOCH', String(at + 1));
    await ask('CLUSTER', 'ADDSLOTS', ...slots.map(String));
    if (server !== first) await ask('CLUSTER', 'MEET', '127.0.0.1', String(first.port));
  });
}

/** Waits until a node knows all others and all slots; the runner's time-out bounds it. */
async function isWhole(server: RedisServer, masters: number): Promise<void> {
  await asking(server, async (ask) => {
    for (;;) {
      const info = String(await ask('CLUSTER', 'INFO'));
      if (info.includes('cluster_state:ok') && info.includes(`cluster_size:${String(masters)}`)) return;
    }
  });
}

type Ask = (...command: string[]) => Promise<unknown>;

async function asking(server: RedisServer, talk: (ask: Ask) => Promise<void>): Promise<void> {
  const client = createClient({ url: server.url });
  await client.connect();
  try {
    await talk((...command) => client.sendCommand(command));
  } finally {
    client.destroy();
  }
}
