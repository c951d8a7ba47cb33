import type { RedisClientType } from 'redis';
import { Keys } from '../src/layout/keys.js';

/** The commands that do damage. A client and a cluster both have them. */
export type Hand = Pick<RedisClientType, 'del' | 'exists' | 'hDel' | 'hGet' | 'hSet' | 'rPush' | 'set' | 'zIncrBy'>;

/** Where Redis has a session. */
export interface SessionPlace {
  readonly client: Hand;
  readonly id: string;
  readonly record: string;
  readonly byExpiry: string;
}

export function placeOf(client: Hand, prefix: string, id: string, shards = 16): SessionPlace {
  const keys = new Keys(prefix, shards);
  const shard = keys.ofShard(keys.shardOfId(id) ?? 0);
  return { client, id, record: `${shard}session:${id}`, byExpiry: `${shard}by-expiry` };
}

export type Damage = (place: SessionPlace) => Promise<unknown>;

const times = (lastActivityAt: number): Damage => {
  return async ({ client, record }) => {
    const [createdAt = ''] = ((await client.hGet(record, 'times')) ?? '').split(' ');
    return client.hSet(record, 'times', `${createdAt} ${String(lastActivityAt)} ${createdAt} 0`);
  };
};

/** Ways in which a record may be damaged: by hand, by an eviction or by a fault. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  'is missing, as after an eviction': ({ client, record }) => client.del(record),
  'is a string': ({ client, record }) => client.set(record, 'not a session'),
  'is a list': async ({ client, record }) => {
    await client.del(record);
    await client.rPush(record, 'not a session');
  },
  'is a hash of something else': async ({ client, record }) => {
    await client.del(record);
    await client.hSet(record, 'other', '1');
  },
  'is larger than the store writes': ({ client, record }) =>
    client.hSet(record, 'metadata', JSON.stringify({ note: 'x'.repeat(2_000_000) })),
  'has metadata that is not JSON': ({ client, record }) => client.hSet(record, 'metadata', '{"cart":['),
  'has metadata that is not an object': ({ client, record }) => client.hSet(record, 'metadata', '[1]'),
  'has attributes that are null': ({ client, record }) => client.hSet(record, 'attributes', 'null'),
  'has lost its attributes': ({ client, record }) => client.hDel(record, 'attributes'),
  'has lost its handle': ({ client, record }) => client.hDel(record, 'handle'),
  'has a handle that is not valid': ({ client, record }) => client.hSet(record, 'handle', 'x'),
  'has lost its user': ({ client, record }) => client.hDel(record, 'user'),
  'has a user that is not a string': ({ client, record }) => client.hSet(record, 'user', 'a"da'),
  'has lost its times': ({ client, record }) => client.hDel(record, 'times'),
  'has times that are not numbers': ({ client, record }) => client.hSet(record, 'times', 'now then never 0'),
  'has activity before its creation': times(1),
  'has activity in a year that no calendar has': times(9e15),
  'has lost its timeouts': ({ client, record }) => client.hDel(record, 'timeouts'),
  'has timeouts that contradict each other': ({ client, record }) => client.hSet(record, 'timeouts', '10 5 20 1'),
  'has an expiry that does not follow from its times': ({ client, byExpiry, id }) => client.zIncrBy(byExpiry, 1, id),
};

/** Damages the record of a session, if it has one. */
export async function damageRecord(damage: Damage, place: SessionPlace): Promise<void> {
  if ((await place.client.exists(place.record)) === 1) await damage(place);
}
