import { createClient, type RedisClientType } from 'redis';

/** The contents of Redis under a prefix, read key by key. Nothing may write meanwhile. */
export interface Census {
  /** The sessions that have a record, with their user. */
  readonly alive: ReadonlyMap<string, string>;
  /** The types of the events that the streams hold, for each session that ended. */
  readonly endings: ReadonlyMap<string, readonly string[]>;
  /** Where records, indexes and streams disagree. */
  readonly faults: readonly string[];
}

type Scores = ReadonlyMap<string, number>;

/** Looks at the servers at these URLs: one, or the masters of a cluster. */
export async function census(urls: readonly string[], prefix: string): Promise<Census> {
  const all = new Draft();
  for (const url of urls) {
    const client: RedisClientType = createClient({ url });
    await client.connect();
    try {
      const keys = await keysOf(client, `{${prefix}:*`);
      const shards = new Set(keys.map((key) => key.slice(0, key.indexOf('}') + 1)));
      for (const shard of shards) await all.shard(client, shard, keys);
    } finally {
      client.destroy();
    }
  }
  return all.done();
}

class Draft implements Census {
  readonly alive = new Map<string, string>();
  readonly endings = new Map<string, string[]>();
  readonly faults: string[] = [];

  async shard(client: RedisClientType, shard: string, keys: readonly string[]): Promise<void> {
    const records = await this.#records(client, `${shard}:session:`, keys);
    const byExpiry = await scoresOf(client, `${shard}:by-expiry`);
    const byWarning = await scoresOf(client, `${shard}:by-warning`);
    const expiring = await scoresOf(client, `${shard}:expiring`);
    const warnAt = new Map([...byWarning, ...expiring]);
    if (warnAt.size !== byWarning.size + expiring.size)
      this.faults.push(`${shard}: a session is in by-warning and in expiring`);
    const deadlines = new Map([...records].map(([id, record]) => [id, deadlinesOf(record)]));
    this.#same(`${shard}:by-expiry`, byExpiry, new Map([...deadlines].map(([id, [expiresAt]]) => [id, expiresAt])));
    this.#same(`${shard}: warnings`, warnAt, new Map([...deadlines].map(([id, [, warning]]) => [id, warning])));
    const places = await scoresOf(client, `${shard}:by-creation`);
    this.#same(`${shard}:by-creation`, new Map([...places].map(([id]) => [id, 0])), mapped(records, 0));
    if (new Set(places.values()).size !== places.size) this.faults.push(`${shard}: two sessions share a place`);
    await this.#users(client, `${shard}:user:`, keys, records, byExpiry);
    await this.#stream(client, shard);
    await this.#formerIds(client, shard, keys, records);
  }

  done(): Census {
    for (const id of this.alive.keys()) if (this.endings.has(id)) this.faults.push(`${id} has ended, and is alive`);
    return this;
  }

  async #records(client: RedisClientType, start: string, keys: readonly string[]): Promise<Map<string, Fields>> {
    const records = new Map<string, Fields>();
    const own = keys.filter((key) => key.startsWith(start));
    const found = await Promise.all(own.map((key) => client.hGetAll(key)));
    for (const [at, fields] of found.entries()) {
      const id = own[at]?.slice(start.length) ?? '';
      records.set(id, fields);
      this.alive.set(id, fields.user ?? '');
    }
    return records;
  }

  async #users(
    client: RedisClientType,
    start: string,
    keys: readonly string[],
    records: ReadonlyMap<string, Fields>,
    byExpiry: Scores,
  ): Promise<void> {
    const indexed = new Map<string, number>();
    for (const key of keys.filter((each) => each.startsWith(start))) {
      const user = key.slice(start.length);
      const entries = await scoresOf(client, key);
      for (const [entry, score] of entries) {
        if (entry.startsWith('@')) continue;
        indexed.set(entry, score);
        if (!entries.has(`@${entry}`)) this.faults.push(`${entry} has no place in the index of its user`);
        if (records.get(entry)?.user !== user) this.faults.push(`${entry} is in the index of another user`);
      }
      const places = [...entries.keys()].filter((entry) => entry.startsWith('@'));
      if (places.length * 2 !== entries.size) this.faults.push(`${key}: deadlines and places disagree`);
    }
    const ofUsers = [...byExpiry].filter(([id]) => records.get(id)?.user !== '');
    this.#same(`${start}*`, indexed, new Map(ofUsers));
  }

  /** The keys of a former id must lead to its session, and must have a time to live. */
  async #formerIds(
    client: RedisClientType,
    shard: string,
    keys: readonly string[],
    records: ReadonlyMap<string, Fields>,
  ): Promise<void> {
    const [formers, currents] = [`${shard}:former:`, `${shard}:current:`];
    for (const key of keys.filter((each) => each.startsWith(formers) || each.startsWith(currents))) {
      if ((await client.pTTL(key)) === -1) this.faults.push(`${key} stays for ever`);
      if (key.startsWith(formers) && records.has(key.slice(formers.length))) {
        this.faults.push(`${key} is of an id that a session has now`);
      }
      if (!key.startsWith(currents)) continue;
      const current = (await client.get(key)) ?? '';
      // A lost record can't say which keys led to it.
      const isLost = this.endings.get(current)?.includes('quarantined') ?? false;
      const named = records.get(current)?.first;
      if (named !== key.slice(currents.length) && !isLost) this.faults.push(`${key} leads to no session that it is of`);
    }
  }

  async #stream(client: RedisClientType, shard: string): Promise<void> {
    for (const { message } of (await client.xRange(`${shard}:events`, '-', '+')) ?? []) {
      const id = message.id ?? idIn(message.record);
      this.endings.set(id, [...(this.endings.get(id) ?? []), message.type ?? '']);
    }
    const dropped = await client.get(`${shard}:events-dropped`);
    if (dropped !== null) this.faults.push(`${shard}: the stream has dropped ${dropped} events`);
  }

  #same(what: string, found: Scores, wanted: Scores): void {
    for (const [id, score] of wanted) {
      if (found.get(id) !== score)
        this.faults.push(`${what}: ${id} has the score ${String(found.get(id))}, not ${String(score)}`);
    }
    for (const id of found.keys()) if (!wanted.has(id)) this.faults.push(`${what}: ${id} has no record`);
  }
}

type Fields = Readonly<Record<string, string>>;

/** The two deadlines that follow from a record. */
function deadlinesOf({ times = '', timeouts = '' }: Fields): readonly [number, number] {
  const [createdAt = NaN, , lastRenewedAt = NaN] = times.split(' ').map(Number);
  const [idle = NaN, absolute = NaN, warning = NaN] = timeouts.split(' ').map(Number);
  const expiresAt = Math.min(lastRenewedAt + idle, createdAt + absolute);
  return [expiresAt, expiresAt - warning];
}

function idIn(entry: string | undefined): string {
  const record: unknown = JSON.parse(entry ?? '{}');
  return typeof record === 'object' && record !== null && 'id' in record ? String(record.id) : '';
}

function mapped(records: ReadonlyMap<string, unknown>, score: number): Scores {
  return new Map([...records.keys()].map((id) => [id, score]));
}

async function scoresOf(client: RedisClientType, key: string): Promise<Map<string, number>> {
  const entries = await client.zRangeWithScores(key, 0, -1);
  return new Map(entries.map(({ value, score }) => [value, score]));
}

async function keysOf(client: RedisClientType, pattern: string): Promise<string[]> {
  const keys = new Set<string>();
  for await (const batch of client.scanIterator({ MATCH: pattern, COUNT: 1000 }))
    for (const key of batch) keys.add(key);
  return [...keys];
}
