import type { INestApplication } from '@nestjs/common';
import { MemorySessionStore, type SessionStore } from 'nest-sessions';
import { RedisSessionStore } from 'nest-sessions-redis';
import { FakeClock } from 'nest-sessions/testing';
import type { Server } from 'node:http';
import { damageRecord, placeOf } from '../../../libs/sessions-redis/test/redis-damage.js';
import { RedisFixture } from '../../../libs/sessions-redis/test/redis-fixture.js';
import { createApp } from '../src/create-app.js';
import { createDocument } from '../src/openapi/document.js';
import { minutesToMs } from '../src/settings/minutes.js';
import { readSettings } from '../src/settings/read-settings.js';
import type { Settings } from '../src/settings/settings.js';
import { Client } from './client.js';
import { Contract } from './contract.js';

/** Where the sessions of a server are. */
export const SERVER_KINDS = ['memory', 'Redis'] as const;
export type ServerKind = (typeof SERVER_KINDS)[number];

export interface TestServer {
  readonly app: INestApplication<Server>;
  readonly settings: Settings;
  readonly client: Client;
  readonly clock: FakeClock;
  readonly store: SessionStore;
  /** Damages the record of a session. */
  readonly corrupt: (id: string) => Promise<void>;
  readonly port: number;
}

export interface ServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Wraps the store of the server. */
  readonly wrap?: (store: SessionStore) => SessionStore;
}

/** The servers of one test, on free ports, each with a clock that does not move. */
export class Servers {
  readonly #apps: INestApplication[] = [];
  #redis: RedisFixture | undefined;

  constructor(private readonly kind: ServerKind = 'memory') {}

  async start({ env = {}, wrap }: ServerOptions = {}): Promise<TestServer> {
    const settings = readSettings({ ...env, PORT: '0' });
    const clock = new FakeClock();
    const { store, corrupt } = await this.#open(settings, clock);
    const app = await createApp(settings, {
      store: wrap ? wrap(store) : store,
      logger: false,
    });
    this.#apps.push(app);
    await app.listen(settings.PORT, settings.HOST);
    const address = app.getHttpServer().address();
    if (typeof address !== 'object' || address === null) throw new Error('The server listens at no port.');
    const client = new Client(address.port, new Contract(createDocument(app, settings)));
    return { app, settings, client, clock, store, corrupt, port: address.port };
  }

  async closeAll(): Promise<void> {
    for (const app of this.#apps.splice(0)) await app.close();
    await this.#redis?.close();
    this.#redis = undefined;
  }

  async #open(settings: Settings, clock: FakeClock): Promise<Pick<TestServer, 'store' | 'corrupt'>> {
    const rememberEndings = minutesToMs(settings.SESSIONS_REMEMBER_ENDINGS_MINUTES);
    if (this.kind === 'memory') {
      const store = new MemorySessionStore({
        capacity: settings.SESSIONS_MAX,
        maxBytes: settings.SESSIONS_MAX_BYTES,
        rememberEndings,
        clock,
      });
      return {
        store,
        corrupt: async (id) => {
          await store.quarantine(id, 'damaged by the test');
        },
      };
    }
    this.#redis ??= await RedisFixture.open();
    const { client } = this.#redis;
    const prefix = this.#redis.freshPrefix();
    const store = new RedisSessionStore({ client, prefix, clock, rememberEndings });
    return { store, corrupt: (id) => damageRecord(({ record }) => client.del(record), placeOf(client, prefix, id)) };
  }
}
