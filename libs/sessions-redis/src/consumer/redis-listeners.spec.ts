import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Injectable, Logger, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  getSessionsToken,
  OnSessionEvent,
  type SessionEventOf,
  SessionSweeper,
  SessionsModule,
  SessionsService,
} from 'nest-sessions';
import { type UserLimit } from 'nest-sessions/store';
import { placeOf } from '../../test/redis-damage.js';
import { RedisFixture } from '../../test/redis-fixture.js';
import { until } from '../../test/until.js';
import { RedisSessionStore } from '../redis-session.store.js';

const HOUR = 3_600_000;

/** What methods received, with their group or their instance. */
const heard: string[] = [];
let failing = new Set<string>();

type End = SessionEventOf<'expired' | 'deleted' | 'evicted' | 'quarantined'>;
const userOf = (event: End): string => ('session' in event ? event.session.userId : undefined) ?? 'somebody';

@Injectable()
class Audit {
  @OnSessionEvent(['expired', 'deleted', 'evicted', 'quarantined'], { group: 'audit' })
  write(event: End, { deliveries }: { deliveries: number }): void {
    const what = `audit: ${userOf(event)} ${event.type} ${event.reason}`;
    if (failing.delete(userOf(event))) throw new Error('This one fails once.');
    heard.push(deliveries === 1 ? what : `${what}, again`);
  }

  @OnSessionEvent('deleted', { group: 'mail' })
  async mail(event: SessionEventOf<'deleted'>): Promise<void> {
    await Promise.resolve();
    heard.push(
      `mail: ${String(event.session.userId)} ${event.reason}${event.by === undefined ? '' : ` by ${event.by}`}`,
    );
  }
}

let redis: RedisFixture;
let prefix: string;
const apps: INestApplicationContext[] = [];

beforeAll(async () => {
  redis = await RedisFixture.open();
});
afterAll(() => redis.close());
beforeEach(() => {
  Logger.overrideLogger(false);
  prefix = redis.freshPrefix();
  heard.length = 0;
  failing = new Set();
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

/** An application that shares the store with the others of its test. It notes the events that it caused under its name. */
async function start(name: string, maxPerUser?: UserLimit): Promise<SessionsService> {
  @Injectable()
  class Welcome {
    @OnSessionEvent('created')
    hear({ session }: SessionEventOf<'created'>): void {
      heard.push(`${name}: ${String(session.userId)} created`);
    }
  }
  class App {}
  const store = new RedisSessionStore({ url: redis.url, prefix });
  Module({ imports: [SessionsModule.forRoot({ store, maxPerUser })], providers: [Audit, Welcome] })(App);
  const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
  apps.push(app);
  return app.get(SessionsService);
}

const shows = (count: number): Promise<unknown> => until('all has arrived', () => heard.length >= count);

describe('@OnSessionEvent on the Redis store', () => {
  it('delivers each ending once to each group, and other events to the instance that caused them', async () => {
    const one = await start('one', { max: 1, policy: 'evict-oldest' });
    const other = await start('other', { max: 1, policy: 'evict-oldest' });
    const deleted = await one.create({ userId: 'ada' });
    await other.delete(deleted.id, { reason: 'pässword "changed"', by: 'admin:\ud800' });
    await one.create({ userId: 'bob' });
    await other.revokeByUser('bob', { by: 'bob' });
    await one.create({ userId: 'cleo' });
    await other.create({ userId: 'cleo' });
    const damaged = await other.create({ userId: 'dan' });
    await redis.client.hDel(placeOf(redis.client, prefix, damaged.id).record, 'times');
    await one.get(damaged.id);
    await one.create({ userId: 'eve', timeouts: { idleTimeout: 1, warningThreshold: 0 } });
    await until('it has expired', async () => (await one.counts()).expired === 1);
    await apps[1]?.get(SessionSweeper).sweepNow();
    await shows(13);
    // Anything that comes twice would have come by now, because an ending after all of these has come.
    await one.revokeByUser('cleo');
    await shows(15);
    expect([...heard].sort()).toEqual(
      [
        ...['ada', 'bob', 'cleo', 'eve'].map((user) => `one: ${user} created`),
        ...['cleo', 'dan'].map((user) => `other: ${user} created`),
        'audit: ada deleted pässword "changed"',
        'audit: bob deleted revoked',
        'audit: cleo deleted revoked',
        'audit: cleo evicted evicted',
        'audit: eve expired idle',
        'audit: somebody quarantined quarantined',
        'mail: ada pässword "changed" by admin:\ud800',
        'mail: bob revoked by bob',
        'mail: cleo revoked',
      ].sort(),
    );
  });

  it('delivers an ending again when the method fails', async () => {
    const sessions = await start('one');
    failing.add('ada');
    await sessions.delete((await sessions.create({ userId: 'ada' })).id);
    await shows(3);
    expect([...heard].sort()).toEqual(['audit: ada deleted deleted, again', 'mail: ada deleted', 'one: ada created']);
  });

  it('delivers to a listener the events of its own kind only', async () => {
    const kinds: string[] = [];
    @Injectable()
    class Listeners {
      @OnSessionEvent('deleted', { group: 'customers' })
      customers({ kind, session }: SessionEventOf<'deleted'>): void {
        kinds.push(`customers: ${kind} ${String(session.userId)}`);
      }

      @OnSessionEvent('deleted', { kind: 'staff', group: 'staff' })
      staff({ kind, session }: SessionEventOf<'deleted'>): void {
        kinds.push(`staff: ${kind} ${String(session.userId)}`);
      }
    }
    const [store, staffStore] = [prefix, `${prefix}-staff`].map(
      (own) => new RedisSessionStore({ url: redis.url, prefix: own }),
    );
    class App {}
    const imports = [SessionsModule.forRoot({ store }), SessionsModule.forRoot({ name: 'staff', store: staffStore })];
    Module({ imports, providers: [Listeners] })(App);
    const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
    apps.push(app);
    const staff = app.get<SessionsService>(getSessionsToken('staff'));
    await staff.delete((await staff.create({ userId: 'bob' })).id);
    const customers = app.get(SessionsService);
    await customers.delete((await customers.create({ userId: 'ada' })).id);
    await until('both have arrived', () => kinds.length >= 2);
    expect(kinds.sort()).toEqual(['customers: default ada', 'staff: staff bob']);
  });

  it('delivers what ended while no instance was running', async () => {
    const store = new RedisSessionStore({ url: redis.url, prefix });
    const timeouts = { idleTimeoutMs: HOUR, absoluteTimeoutMs: HOUR, warningThresholdMs: 0, autoRenew: true };
    const { session } = await store.create({ userId: 'ada', attributes: {}, metadata: {}, timeouts });
    await store.delete(session.id);
    await store.close();
    await start('one');
    await shows(2);
    expect([...heard].sort()).toEqual(['audit: ada deleted deleted', 'mail: ada deleted']);
  });
});

describe('RedisSessionStore', () => {
  it('checks the name of a group', async () => {
    const store = new RedisSessionStore({ url: redis.url, prefix });
    expect(() => store.consumer({ group: 'a b', handler: () => Promise.resolve() })).toThrow("group is 'a b'");
    await store.close();
  });

  it('stops the start of an application that listens to endings while the store writes no events', async () => {
    const store = new RedisSessionStore({ url: redis.url, prefix, events: false });
    class App {}
    Module({ imports: [SessionsModule.forRoot({ store, sweep: false })], providers: [Audit] })(App);
    await expect(NestFactory.createApplicationContext(App, { logger: false, abortOnError: false })).rejects.toThrow(
      /events is false.*'(audit|mail)'/,
    );
    await store.close();
  });
});

describe('an application whose Redis accepts connections and never answers', () => {
  it('starts with ten groups of listeners within 3 s', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined).resume();
    }).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const listeners = Array.from({ length: 10 }, (_, at) => {
      class Listener {
        @OnSessionEvent('deleted', { group: `group-${String(at)}` })
        hear(): void {
          heard.push('never');
        }
      }
      return Listener;
    });
    class App {}
    const store = new RedisSessionStore({ url: `redis://127.0.0.1:${String(port)}` });
    Module({ imports: [SessionsModule.forRoot({ store, sweep: false })], providers: listeners })(App);
    const began = performance.now();
    apps.push(await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false }));
    expect(performance.now() - began).toBeLessThan(3000);
    for (const app of apps.splice(0)) await app.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});
