import type { RedisClientType } from 'redis';

/** Every key whose name contains a string, with its value, as one string. */
export async function everythingIn(client: RedisClientType, part: string): Promise<string> {
  const found: unknown[] = [];
  for await (const keys of client.scanIterator({ MATCH: `*${part}*`, COUNT: 1000 })) {
    for (const key of keys) found.push([key, await valueOf(client, key)]);
  }
  return JSON.stringify(found);
}

async function valueOf(client: RedisClientType, key: string): Promise<unknown> {
  const type = await client.type(key);
  switch (type) {
    case 'string':
      return client.get(key);
    case 'hash':
      return client.hGetAll(key);
    case 'zset':
      return client.zRangeWithScores(key, 0, -1);
    case 'stream':
      return client.xRange(key, '-', '+');
    default:
      throw new Error(`the store keeps no ${type}`);
  }
}
