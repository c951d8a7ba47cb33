import type { INestApplication } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { MemorySessionStore, type SessionStore } from 'nest-sessions';
import { RedisSessionStore } from 'nest-sessions-redis';
import { corruptRecord, FakeClock } from 'nest-sessions/testing';
import type { Server } from 'node:http';
import { damageRecord, placeOf } from '../../../libs/sessions-redis/test/redis-damage.js';
import { RedisFixture } from '../../../libs/sessions-redis/test/redis-fixture.js';
import { createApp } from '../src/create-app.js';
import { JsonAdapter } from '../src/http/json-adapter.js';
import { fastifyOptions } from '../src/http/unreadable-requests.js';
import { createDocument } from '../src/openapi/document.js';
import { readSettings } from '../src/settings/read-settings.js';
import type { StoreSettings } from '../src/settings/settings.js';
import { Client } from './client.js';
import { Contract } from './contract.js';

const ADAPTERS = {
  Express: (): AbstractHttpAdapter => new JsonAdapter(),
  Fastify: (): AbstractHttpAdapter => new FastifyAdapter(fastifyOptions),
  'Express over Redis': (): AbstractHttpAdapter => new JsonAdapter(),
};

export type ServerKind = keyof typeof ADAPTERS;
/** Servers over memory. */
export const ADAPTER_NAMES: readonly ServerKind[] = ['Express', 'Fastify'];
export const SERVER_KINDS: readonly ServerKind[] = [...ADAPTER_NAMES, 'Express over Redis'];

export interface TestServer {
  readonly app: INestApplication<Server>;
  readonly client: Client;
  readonly clock: FakeClock;
  readonly store: SessionStore;
  /** Damages the record of a session. */
  readonly corrupt: (id: string) => Promise<void>;
  readonly port: number;
}

export interface ServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Puts something between the server and its store. */
  readonly wrap?: (store: SessionStore) => SessionStore;
}

/** The servers of one test, on free ports, each with a clock that stands still. */
export class Servers {
  readonly #apps: INestApplication[] = [];
  #redis: RedisFixture | undefined;

  constructor(private readonly kind: ServerKind) {}

  async start({ env = {}, wrap }: ServerOptions = {}): Promise<TestServer> {
    const settings = readSettings({ ...env, PORT: '0' });
    const clock = new FakeClock();
    const { store, corrupt } = await this.#open(settings.store, clock);
    const app = await createApp(settings, {
      adapter: ADAPTERS[this.kind](),
      store: wrap ? wrap(store) : store,
      logger: false,
    });
    this.#apps.push(app);
    await app.listen(settings.port, settings.host);
    const address = app.getHttpServer().address();
    if (typeof address !== 'object' || address === null) throw new Error('The server listens at no port.');
    const client = new Client(address.port, new Contract(createDocument(app)));
    return { app, client, clock, store, corrupt, port: address.port };
  }

  async closeAll(): Promise<void> {
    for (const app of this.#apps.splice(0)) await app.close();
    await this.#redis?.close();
    this.#redis = undefined;
  }

  async #open(settings: StoreSettings, clock: FakeClock): Promise<Pick<TestServer, 'store' | 'corrupt'>> {
    if (this.kind !== 'Express over Redis') {
      const store = new MemorySessionStore({ ...settings, clock });
      return {
        store,
        corrupt: (id) => {
          corruptRecord(store, id);
          return Promise.resolve();
        },
      };
    }
    this.#redis ??= await RedisFixture.open();
    const { client } = this.#redis;
    const prefix = this.#redis.freshPrefix();
    const store = new RedisSessionStore({ client, prefix, clock });
    return { store, corrupt: (id) => damageRecord(({ record }) => client.del(record), placeOf(client, prefix, id)) };
  }
}
