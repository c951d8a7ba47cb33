import { Module, type INestApplication, type ModuleMetadata, type NestApplicationOptions } from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  MemorySessionStore,
  SessionsModule,
  SessionsService,
  type Session,
  type SessionsModuleOptions,
} from '../../src/index.js';
import { FakeClock } from '../../src/testing/index.js';
import { counted, type CountedStore } from './counted-store.js';
import { KeptLog } from './kept-log.js';

const ADAPTERS = {
  Express: (): AbstractHttpAdapter => new ExpressAdapter(),
  Fastify: (): AbstractHttpAdapter => new FastifyAdapter(),
};

export type AdapterName = keyof typeof ADAPTERS;
export const ADAPTER_NAMES: readonly AdapterName[] = ['Express', 'Fastify'];

export interface GuardedServer extends CountedStore {
  readonly app: INestApplication;
  readonly url: string;
  readonly clock: FakeClock;
  readonly log: KeptLog;
  readonly sessions: SessionsService;
  /** Creates a session. This call is not counted. */
  login(userId: string): Promise<Session>;
}

export interface GuardedServerOptions extends ModuleMetadata {
  readonly adapter?: AdapterName;
  readonly sessions?: SessionsModuleOptions;
  readonly application?: NestApplicationOptions;
  /** Prepares the application before it listens. */
  readonly prepare?: (app: INestApplication) => void;
}

/** Starts real servers on free ports. Each keeps its sessions in memory and has a fake clock. */
export class GuardedServers {
  readonly #running: INestApplication[] = [];

  async start(options: GuardedServerOptions): Promise<GuardedServer> {
    const { adapter = 'Express', sessions: given = {}, application = {}, prepare, imports = [], ...parts } = options;
    const clock = new FakeClock();
    const log = new KeptLog();
    const { store, calls, reset } = counted(new MemorySessionStore({ clock }));
    class App {}
    const sessionsModule = SessionsModule.forRoot({ sweep: false, ...given, store, isGlobal: true });
    Module({ ...parts, imports: [sessionsModule, ...imports] })(App);
    const nestOptions = { ...application, abortOnError: false, logger: log };
    const app = await NestFactory.create(App, ADAPTERS[adapter](), nestOptions);
    this.#running.push(app);
    prepare?.(app);
    await app.listen(0, '127.0.0.1');
    const sessions: SessionsService = app.get(SessionsService);
    reset();
    const login = async (userId: string): Promise<Session> => {
      const session = await sessions.create({ userId });
      reset();
      return session;
    };
    return { app, url: await app.getUrl(), clock, log, store, calls, reset, sessions, login };
  }

  async closeAll(): Promise<void> {
    for (const app of this.#running.splice(0)) await app.close();
  }
}
