import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Injectable, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createClient, type RedisClientType } from 'redis';
import { OnSessionEvent, type SessionEventOf, SessionsModule, SessionsService } from 'nest-sessions';
import { RedisServer } from '../../test/redis-server.js';
import { until } from '../../test/until.js';
import { RedisSessionStore } from '../redis-session.store.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(60_000);

const heard: string[] = [];

/** A class with two groups of listeners, and a listener on every instance, for one kind of sessions. */
function listenersOf(kind: string): new () => object {
  @Injectable()
  class Listeners {
    @OnSessionEvent(['expired', 'deleted'], { kind, group: `audit-${kind}` })
    audit({ session }: SessionEventOf<'expired' | 'deleted'>): void {
      heard.push(`audit ${String(session.userId)}`);
    }

    @OnSessionEvent('deleted', { kind, group: `mail-${kind}` })
    mail({ session }: SessionEventOf<'deleted'>): void {
      heard.push(`mail ${String(session.userId)}`);
    }

    @OnSessionEvent('deleted', { kind, everyInstance: true })
    cut({ session }: SessionEventOf<'deleted'>): void {
      heard.push(`cut ${String(session.userId)}`);
    }
  }
  return Listeners;
}

let server: RedisServer;
let redis: RedisClientType;
const apps: INestApplicationContext[] = [];
beforeEach(async () => {
  server = await RedisServer.start();
  redis = createClient({ url: server.url });
  await redis.connect();
  heard.length = 0;
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  redis.destroy();
  await server.stop();
});

async function start(): Promise<SessionsService> {
  const kinds = ['default', 'staff'];
  const imports = kinds.map((kind) =>
    SessionsModule.forRoot({
      ...(kind !== 'default' && { name: kind }),
      store: new RedisSessionStore({ url: server.url, prefix: kind }),
      sweep: false,
    }),
  );
  class App {}
  Module({ imports, providers: kinds.map(listenersOf) })(App);
  const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
  apps.push(app);
  return app.get(SessionsService);
}

/** All commands so far, those of scripts included. */
async function commands(): Promise<number> {
  const stats = await redis.info('commandstats');
  return [...stats.matchAll(/^cmdstat_(?!info)[^:]+:calls=(\d+)/gm)].reduce((sum, [, calls]) => sum + Number(calls), 0);
}

const passed = (ms: number): Promise<number> => {
  const began = performance.now();
  return until(`${String(ms)} ms have passed`, () => performance.now() - began > ms, 2 * ms);
};

describe('two instances with two modules and three listeners each', () => {
  it('send at most 20 commands a second each while nothing happens, and hear of an ending within 250 ms', async () => {
    const sessions = await start();
    await start();
    for (let user = 0; user < 64; user += 1) {
      await sessions.delete((await sessions.create({ userId: `user-${String(user)}` })).id);
    }
    await until('all is handled', () => heard.length === 4 * 64);
    heard.length = 0;
    // Each consumer looks once more for abandoned events.
    await passed(11_000);
    const [before, began] = [await commands(), performance.now()];
    await passed(10_000);
    const rate = ((await commands()) - before) / ((performance.now() - began) / 1000);
    expect(rate / 2).toBeLessThanOrEqual(20);
    const delays: number[] = [];
    for (let round = 1; round <= 10; round += 1) {
      const { id } = await sessions.create({ userId: 'ada' });
      await passed(300);
      const ended = performance.now();
      await sessions.delete(id);
      await until('both groups and both instances have heard of it', () => heard.length === 4 * round);
      delays.push(performance.now() - ended);
    }
    // Checks the sixth of ten, because a busy machine may delay single events.
    expect(delays.sort((one, other) => one - other)[5]).toBeLessThan(250);
  });
});
