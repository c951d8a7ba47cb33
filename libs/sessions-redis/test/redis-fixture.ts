import { randomUUID } from 'node:crypto';
import { createClient, type RedisClientType } from 'redis';
import { RedisServer } from './redis-server.js';

/** A Redis for the tests of one file: that of `REDIS_URL`, or a server of their own. */
export class RedisFixture {
  readonly #prefixes: string[] = [];

  private constructor(
    readonly url: string,
    readonly client: RedisClientType,
    private readonly server: RedisServer | undefined,
  ) {}

  static async open(): Promise<RedisFixture> {
    const given = process.env.REDIS_URL;
    const server = given === undefined ? await RedisServer.start() : undefined;
    const url = given ?? server?.url ?? '';
    const client: RedisClientType = createClient({ url });
    await client.connect();
    return new RedisFixture(url, client, server);
  }

  /** A key prefix that nothing else uses. */
  freshPrefix(): string {
    const prefix = `test-${randomUUID()}`;
    this.#prefixes.push(prefix);
    return prefix;
  }

  /** The keys with a prefix. */
  async keysOf(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const batch of this.client.scanIterator({ MATCH: `*${prefix}*`, COUNT: 1000 })) keys.push(...batch);
    return keys.sort();
  }

  async close(): Promise<void> {
    if (this.server === undefined) {
      for (const prefix of this.#prefixes) {
        const keys = await this.keysOf(prefix);
        if (keys.length > 0) await this.client.unlink(keys);
      }
    }
    await this.client.close();
    await this.server?.stop();
  }
}
