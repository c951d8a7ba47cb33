import type { INestApplication, LoggerService, LogLevel } from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { MemorySessionStore, type SessionStore } from 'nest-sessions';
import type { Server } from 'node:http';
import { AppModule } from './app.module.js';
import { checkHeads } from './http/checked-heads.js';
import { JsonAdapter } from './http/json-adapter.js';
import { acceptRawBodies } from './http/raw-bodies.js';
import { setHeaders } from './http/response-headers.js';
import { answerUnreadableRequests } from './http/unreadable-requests.js';
import { serveDocs } from './openapi/serve-docs.js';
import type { Settings, StoreSettings } from './settings/settings.js';

export interface AppParts {
  /** Default: Express. */
  readonly adapter?: AbstractHttpAdapter;
  /** Default: the one that the settings ask for. */
  readonly store?: SessionStore;
  /** Default: errors and warnings on the console. */
  readonly logger?: LoggerService | LogLevel[] | false;
}

/** Builds the whole server, ready to listen. */
export async function createApp(settings: Settings, parts: AppParts = {}): Promise<INestApplication<Server>> {
  const {
    adapter = new JsonAdapter(),
    store = await createStore(settings.store),
    logger = ['fatal', 'error', 'warn'],
  } = parts;
  const app = await NestFactory.create<INestApplication<Server>>(AppModule.of(settings, store), adapter, {
    abortOnError: false,
    bodyParser: false,
    logger,
    // A fixed path such as /sessions/health is never taken for a parameter, in whatever order they are registered.
    routeResolutionStrategy: 'specificity',
  });
  setHeaders(app);
  checkHeads(app);
  acceptRawBodies(app);
  answerUnreadableRequests(app.getHttpServer());
  serveDocs(app);
  return app;
}

/** The client of Redis is loaded where it is needed only: it has hundreds of files. */
async function createStore(settings: StoreSettings): Promise<SessionStore> {
  if (settings.kind === 'memory') return new MemorySessionStore({ capacity: settings.capacity });
  const { RedisSessionStore } = await import('nest-sessions-redis');
  return new RedisSessionStore({ url: settings.url });
}
