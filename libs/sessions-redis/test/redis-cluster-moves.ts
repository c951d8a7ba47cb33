import { createClient, type RedisClientType } from 'redis';
import type { RedisClusterServers } from './redis-cluster.js';
import { RedisServer } from './redis-server.js';
import { until } from './until.js';

/** Sends a command as it is. */
function ask(client: RedisClientType, command: readonly string[]): Promise<unknown> {
  return client.sendCommand([...command]);
}

/** A master of a cluster, and a connection to it. */
export interface Master {
  readonly id: string;
  readonly url: string;
  readonly port: number;
  readonly client: RedisClientType;
}

export async function mastersOf({ servers }: RedisClusterServers): Promise<Master[]> {
  return Promise.all(
    servers.map(async ({ url, port }) => {
      const client: RedisClientType = createClient({ url });
      client.on('error', () => undefined);
      await client.connect();
      return { id: String(await ask(client, ['CLUSTER', 'MYID'])), url, port, client };
    }),
  );
}

/** Gives each master of a cluster a replica. Resolves when they have all. */
export async function addReplicas(masters: readonly Master[]): Promise<RedisServer[]> {
  return Promise.all(
    masters.map(async (master) => {
      await master.client.configSet('repl-diskless-sync-delay', '0');
      const replica = await RedisServer.start('--cluster-enabled', 'yes', '--cluster-node-timeout', '2000');
      const client: RedisClientType = createClient({ url: replica.url });
      await client.connect();
      await ask(client, ['CLUSTER', 'MEET', '127.0.0.1', String(master.port)]);
      await until('introduced', async () => String(await ask(client, ['CLUSTER', 'NODES'])).includes(master.id));
      await until('a replica', async () => {
        const reply = await ask(client, ['CLUSTER', 'REPLICATE', master.id]).catch(() => '');
        return String(reply) === 'OK';
      });
      await until('in step', async () => (await client.info('replication')).includes('master_link_status:up'));
      client.destroy();
      return replica;
    }),
  );
}

/** The slots of a master that hold keys. */
export async function usedSlots({ client }: Master, keys: readonly string[]): Promise<number[]> {
  const slots = await Promise.all(keys.map((key) => ask(client, ['CLUSTER', 'KEYSLOT', key])));
  const counts = await Promise.all(slots.map((slot) => ask(client, ['CLUSTER', 'COUNTKEYSINSLOT', String(slot)])));
  return slots.filter((_, at) => Number(counts[at]) > 0).map(Number);
}

/** The slot of a key, and the master that holds keys of it. */
export async function ownerOf(masters: readonly Master[], key: string): Promise<{ owner: Master; slot: string }> {
  for (const owner of masters) {
    const slot = String(await ask(owner.client, ['CLUSTER', 'KEYSLOT', key]));
    const keys = await ask(owner.client, ['CLUSTER', 'COUNTKEYSINSLOT', slot]);
    if (Number(keys) > 0) return { owner, slot };
  }
  throw new Error(`no master holds ${key}`);
}

/** Moves a slot with its keys from one master to another, as redis-cli does when it reshards. Returns the number of keys. */
export async function moveSlot(slot: number, from: Master, to: Master, all: readonly Master[]): Promise<number> {
  const at = String(slot);
  await ask(to.client, ['CLUSTER', 'SETSLOT', at, 'IMPORTING', from.id]);
  await ask(from.client, ['CLUSTER', 'SETSLOT', at, 'MIGRATING', to.id]);
  let moved = 0;
  for (;;) {
    const keys = (await ask(from.client, ['CLUSTER', 'GETKEYSINSLOT', at, '10'])) as string[];
    if (keys.length === 0) break;
    await ask(from.client, ['MIGRATE', '127.0.0.1', String(to.port), '', '0', '5000', 'KEYS', ...keys]);
    moved += keys.length;
  }
  for (const { client } of [to, from, ...all]) await ask(client, ['CLUSTER', 'SETSLOT', at, 'NODE', to.id]);
  return moved;
}
