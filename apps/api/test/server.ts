import type { INestApplication } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { MemorySessionStore, type SessionStore } from 'nest-sessions';
import { FakeClock } from 'nest-sessions/testing';
import type { Server } from 'node:http';
import { createApp } from '../src/create-app.js';
import { fastifyOptions } from '../src/http/unreadable-requests.js';
import { createDocument } from '../src/openapi/document.js';
import { readSettings } from '../src/settings/read-settings.js';
import { Client } from './client.js';
import { Contract } from './contract.js';

const ADAPTERS = {
  Express: (): AbstractHttpAdapter => new ExpressAdapter(),
  Fastify: (): AbstractHttpAdapter => new FastifyAdapter(fastifyOptions),
};

export type AdapterName = keyof typeof ADAPTERS;
export const ADAPTER_NAMES: readonly AdapterName[] = ['Express', 'Fastify'];

export interface TestServer {
  readonly app: INestApplication<Server>;
  readonly client: Client;
  readonly clock: FakeClock;
  readonly store: MemorySessionStore;
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

  constructor(private readonly adapter: AdapterName) {}

  async start({ env = {}, wrap }: ServerOptions = {}): Promise<TestServer> {
    const settings = readSettings({ ...env, PORT: '0' });
    const clock = new FakeClock();
    const store = new MemorySessionStore({ capacity: settings.capacity, clock });
    const app = await createApp(settings, {
      adapter: ADAPTERS[this.adapter](),
      store: wrap ? wrap(store) : store,
      logger: false,
    });
    this.#apps.push(app);
    await app.listen(settings.port, settings.host);
    const address = app.getHttpServer().address();
    if (typeof address !== 'object' || address === null) throw new Error('The server listens at no port.');
    const client = new Client(address.port, new Contract(createDocument(app)));
    return { app, client, clock, store, port: address.port };
  }

  async closeAll(): Promise<void> {
    for (const app of this.#apps.splice(0)) await app.close();
  }
}
