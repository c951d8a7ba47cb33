import { createClient } from 'redis';
import { checkRedis, eventGroups, readLayout, RedisSessionStore } from 'nest-sessions-redis';
import { Misuse } from '../misuse.js';
import { StoreTarget } from './store-target.js';
import type { Place, Target } from './target.js';

const CONNECT_MS = 3000;

/** The sessions under a prefix in Redis. The number of shards is read from there. */
export function redis(url: string, prefix: string, idKey: string | undefined): Place {
  return {
    open: () => open(url, prefix, idKey),
    check: () => checkRedis({ url, prefix, ...(idKey !== undefined && { idKey }) }),
  };
}

async function open(url: string, prefix: string, idKey: string | undefined): Promise<Target> {
  const client = newClient(url);
  await client.connect();
  const layout = await readLayout(client, prefix);
  if (layout?.hasHashedIds === true && idKey === undefined) {
    client.destroy();
    throw new Misuse('These sessions have hashed ids. Set SESSIONS_ID_KEY to the idKey of the store.');
  }
  const { groups } = await eventGroups(client, prefix);
  const store = new RedisSessionStore({
    client,
    prefix,
    ...(layout && { shards: layout.shards }),
    ...(layout?.hasHashedIds === true && idKey !== undefined && { idKey }),
    // Endings are kept for listeners only if there are any.
    ...(groups.length === 0 && { events: false }),
  });
  return new StoreTarget({
    store,
    events: async () => (await eventGroups(client, prefix)).groups,
    close: async () => {
      await store.close();
      client.destroy();
    },
  });
}

function newClient(url: string) {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false },
  });
  // The call that is under way rejects with the error.
  client.on('error', () => undefined);
  return client;
}
