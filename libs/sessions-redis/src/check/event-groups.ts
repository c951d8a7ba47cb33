import { Keys } from '../layout/keys.js';
import { readLayout, type CheckClient } from './redis-state.js';

/** A group of consumers of a store's endings. */
export interface EventGroup {
  readonly group: string;
  /** The events that it has still to handle. */
  readonly pending: number;
  /** The events whose handler failed again and again. */
  readonly parked: number;
  readonly consumers: number;
}

/** The groups of all consumers, and how many events were ever dropped. Changes nothing. */
export async function eventGroups(
  client: CheckClient,
  prefix = 'sessions',
): Promise<{ readonly groups: readonly EventGroup[]; readonly dropped: number }> {
  const { shards = 0 } = (await readLayout(client, prefix)) ?? {};
  const keys = new Keys(prefix, shards);
  const groups = new Map<string, EventGroup>();
  let dropped = 0;
  for (let shard = 0; shard < shards; shard += 1) {
    const stream = `${keys.ofShard(shard)}events`;
    dropped += Number((await client.sendCommand(['GET', `${stream}-dropped`])) ?? 0);
    for (const found of await groupsOf(client, stream)) {
      const parked = Number(await client.sendCommand(['XLEN', `${stream}-parked:${found.group}`]));
      const sum = groups.get(found.group) ?? { group: found.group, pending: 0, parked: 0, consumers: 0 };
      groups.set(found.group, {
        group: found.group,
        pending: sum.pending + found.pending,
        parked: sum.parked + parked,
        consumers: Math.max(sum.consumers, found.consumers),
      });
    }
  }
  return { groups: [...groups.values()].sort((one, other) => (one.group < other.group ? -1 : 1)), dropped };
}

async function groupsOf(client: CheckClient, stream: string): Promise<readonly Omit<EventGroup, 'parked'>[]> {
  if (Number(await client.sendCommand(['EXISTS', stream])) === 0) return [];
  const length = Number(await client.sendCommand(['XLEN', stream]));
  const reply: unknown = await client.sendCommand(['XINFO', 'GROUPS', stream]);
  if (!Array.isArray(reply)) return [];
  return reply.map((fields: unknown) => {
    const field = fieldsOf(fields);
    // Redis before 7.0 does not know the lag, so all entries may be unread.
    const lag = field.get('lag') ?? length;
    return {
      group: String(field.get('name')),
      pending: Number(field.get('pending')) + Number(lag),
      consumers: Number(field.get('consumers')),
    };
  });
}

/** A reply of pairs, which RESP 2 gives as a list and RESP 3 as a map or an object. */
function fieldsOf(fields: unknown): ReadonlyMap<string, unknown> {
  if (fields instanceof Map) return new Map([...fields].map(([name, value]) => [String(name), value as unknown]));
  if (!Array.isArray(fields)) return new Map(Object.entries(Object(fields) as object));
  const pairs: [string, unknown][] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) pairs.push([String(fields[at]), fields[at + 1]]);
  return new Map(pairs);
}
