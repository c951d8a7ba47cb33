import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, UseGuards, type INestApplication, type Type } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { HealthCheckService, TerminusModule } from '@nestjs/terminus';
import {
  MemorySessionStore,
  SessionCookies,
  SessionGuard,
  SessionsHealthIndicator,
  SessionsModule,
  SessionsService,
  type Session,
} from 'nest-sessions';
import { RedisSessionStore, SessionEventConsumer } from 'nest-sessions-redis';
import type { FakeClock } from 'nest-sessions/testing';
import { RedisFixture } from '../../libs/sessions-redis/test/redis-fixture.js';
import { until } from '../../libs/sessions-redis/test/until.js';
import { classOf, ExampleDocument, type Ran } from './example-document.js';
import { examplesOfDocComments } from './examples.js';
import { call, moduleIn, onRedis, Running } from './running.js';
import type { Shopping } from './surroundings.js';

const redis = await RedisFixture.open();
const prefix = redis.freshPrefix();
const document = new ExampleDocument(examplesOfDocComments(), onRedis(redis.url, prefix));
const running = new Running();
const told = jest.fn();
const cases: (() => Promise<void>)[] = [];
const MINUTE = 60_000;

class MyStore extends MemorySessionStore {
  constructor({ clock }: { clock: FakeClock }) {
    super({ clock });
  }
}

describe('The examples of doc comments', () => {
  let shop: INestApplication;
  let sessions: SessionsService<Shopping>;
  let session: Session<Shopping>;

  const run = (path: string): Promise<Ran> => {
    const tell =
      (name: string) =>
      (...facts: unknown[]): unknown =>
        told(name, ...facts);
    const write = (...facts: unknown[]): Promise<void> => Promise.resolve(void told('audit', ...facts));
    return document.run(`libs/${path}`, {
      ...{ sessions, session, id: session.id, userId: 'ada', secret: 'x'.repeat(32), cart: ['tea'], MyStore },
      ...{ health: shop.get(HealthCheckService, { strict: false }), indicator: shop.get(SessionsHealthIndicator) },
      cookies: new SessionCookies({ name: 'sid' }),
      ...{ use: tell('use'), response: { header: tell('header') }, audit: { write } },
      tickets: { idIn: (ticket: unknown) => `the id in ${String(ticket)}` },
      it: (_: string, test: () => Promise<void>) => cases.push(test),
    });
  };

  /** An application with sessions in memory and more. */
  const withSessions = (more: { controllers?: Type[]; providers?: Type[] } = {}): Promise<INestApplication> =>
    running.onFakeClock({ module: class Shop {}, imports: [SessionsModule.forRoot(), TerminusModule], ...more });

  /** Requests a path with the session of Ada, or without one. */
  const get = async (app: INestApplication, path: string, isAda = true): Promise<unknown> => {
    const { id } = await app.get(SessionsService).create({ userId: 'ada' });
    const headers = new Headers(isAda ? { authorization: `Bearer ${id}` } : {});
    const response = await fetch(`${await app.getUrl()}/${path}`, { headers });
    return response.ok ? response.text() : response.status;
  };

  beforeEach(async () => {
    told.mockReset();
    shop = await withSessions();
    sessions = shop.get(SessionsService);
    session = await sessions.create({ userId: 'ada', metadata: { draft: 'Dear' } });
  });

  afterEach(() => running.stop());

  afterAll(async () => {
    document.remove();
    await redis.close();
    expect(document.left).toEqual([]);
  });

  it('set the timeouts of the module', async () => {
    const { AppModule } = await run('sessions/src/sessions.module.ts');
    const app = await running.onFakeClock(classOf(AppModule));
    const { timeouts } = await app.get(SessionsService).create({ userId: 'ada' });
    expect(timeouts).toMatchObject({ idleTimeoutMs: 15 * MINUTE });
  });

  it('use a preset', async () => {
    const { results } = await run('sessions/src/options/presets.ts');
    const app = await running.onFakeClock(moduleIn(results[0]));
    const { timeouts } = await app.get(SessionsService).create({ userId: 'ada' });
    expect(timeouts).toMatchObject({ idleTimeoutMs: 5 * MINUTE, absoluteTimeoutMs: 240 * MINUTE });
  });

  it('check the options of a store', async () => {
    const { shards, retentionMs } = await run('sessions/src/options/option-checker.ts');
    expect([shards, retentionMs]).toEqual([16, 24 * 60 * MINUTE]);
  });

  it('create a session, touch it, and update its metadata', async () => {
    await run('sessions/src/service/sessions.service.ts');
    expect(told).toHaveBeenCalledWith('use', expect.objectContaining({ userId: 'ada', metadata: { theme: 'dark' } }));
    expect(await sessions.get(session.id)).toMatchObject({
      session: { metadata: { theme: 'dark', cart: ['tea'], visits: 1 } },
    });
  });

  it('extract an id from a ticket', async () => {
    const { fromTicket } = await run('sessions/src/options/session-id-extractor.ts');
    expect(call({ fromTicket }, 'fromTicket', { headers: { 'x-ticket': 'T1' } })).toBe('the id in T1');
  });

  it('serialize a cookie', async () => {
    await run('sessions/src/credentials/session-cookie.ts');
    const cookie = expect.stringMatching(/^__Host-sid=s%3A.*Max-Age=43200.*HttpOnly/);
    expect(told.mock.calls).toEqual([['header', 'set-cookie', cookie]]);
  });

  it('set the cookie of a session', async () => {
    await run('sessions/src/credentials/session-cookies.ts');
    expect(told.mock.calls).toEqual([['header', 'set-cookie', expect.stringMatching(/^sid=.*HttpOnly/)]]);
  });

  it('guard a controller', async () => {
    const { OrdersController } = await run('sessions/src/guard/session.guard.ts');
    const app = await withSessions({ controllers: [classOf(OrdersController)] });
    expect(await get(app, 'orders')).toBe('{"of":"ada"}');
    expect(await get(app, 'orders', false)).toBe(401);
  });

  it('hand the current session to a handler and to a decorator of the application', async () => {
    const { Example, CurrentUser } = await run('sessions/src/guard/current-session.ts');
    class Account {
      who(user: unknown): unknown {
        return user;
      }
    }
    const who = Object.getOwnPropertyDescriptor(Account.prototype, 'who') ?? {};
    Get('who')(Account.prototype, 'who', who);
    const decorate: unknown = call({ CurrentUser }, 'CurrentUser');
    if (typeof decorate !== 'function') throw new Error('CurrentUser gives no decorator.');
    Reflect.apply(decorate, undefined, [Account.prototype, 'who', 0]);
    const controllers = [classOf(Example), Account];
    for (const controller of controllers) {
      Controller()(controller);
      UseGuards(SessionGuard)(controller);
    }
    const app = await withSessions({ controllers });
    expect([await get(app, 'me'), await get(app, 'who')]).toEqual(['ada', 'ada']);
  });

  it('accept two kinds of sessions, and inject the providers of one', async () => {
    const { Example: Orders } = await run('sessions/src/guard/use-sessions.decorator.ts');
    const { Example: Desk } = await run('sessions/src/inject-sessions.decorator.ts');
    const [orders, desk] = [classOf(Orders), classOf(Desk)];
    Controller()(orders);
    const app = await running.onFakeClock({
      module: class Shop {},
      imports: [SessionsModule.forRoot(), SessionsModule.forRoot({ name: 'staff' })],
      controllers: [orders],
      providers: [desk],
    });
    const { staff }: { staff: SessionsService } = app.get(desk);
    const { id } = await staff.create({ userId: 'bob' });
    const response = await fetch(`${await app.getUrl()}/order`, { headers: { authorization: `Bearer ${id}` } });
    expect([await response.text(), await get(app, 'order'), await get(app, 'order', false)]).toEqual([
      'all of it',
      'what its customer may see',
      401,
    ]);
  });

  it('document a guarded handler and a health endpoint', async () => {
    const { Example: Orders } = await run('sessions/src/swagger/api-session-auth.decorator.ts');
    const { Example: Health } = await run('sessions/src/swagger/sessions-health-report.decorator.ts');
    const controllers = [classOf(Orders), classOf(Health)];
    for (const controller of controllers) Controller()(controller);
    const app = await withSessions({ controllers });
    expect(await get(app, 'mine')).toBe('{"of":"ada"}');
    expect(await get(app, 'sessions/health', false)).toContain('"status":"healthy"');
    const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    expect(Object.keys(paths['/mine']?.get?.responses ?? {})).toEqual(['401', '410', '503']);
    expect(Object.keys(paths['/sessions/health']?.get?.responses ?? {})).toEqual(['200', '503']);
  });

  it('register the handshake of a socket', async () => {
    const { Example } = await run('sessions/src/guard/handshakes.ts');
    const client = {};
    const context = new ExecutionContextHost([client, {}], class Gateway {}, () => undefined);
    context.setType('ws');
    const guard = shop.get(SessionGuard);
    await expect(Promise.resolve(guard.canActivate(context))).rejects.toThrow();
    const request = { headers: { authorization: `Bearer ${session.id}` } };
    call(new (classOf(Example))(), 'handleConnection', client, request);
    const next = new ExecutionContextHost([client, {}], class Gateway {}, () => undefined);
    next.setType('ws');
    expect(await guard.canActivate(next)).toBe(true);
  });

  it('listen to endings', async () => {
    const { Example } = await run('sessions/src/events/on-session-event.decorator.ts');
    const app = await withSessions({ providers: [classOf(Example)] });
    const { id } = await app.get(SessionsService).create({ userId: 'ada' });
    await app.get(SessionsService).delete(id);
    await until('the audit is written', () => told.mock.calls.length > 0);
    expect(told.mock.calls).toEqual([['audit', 'ada', 'deleted']]);
  });

  it('check the health', async () => {
    const { results } = await run('sessions/src/health/sessions-health.indicator.ts');
    expect(await results[0]).toMatchObject({
      status: 'ok',
      details: { sessions: { status: 'up', activeSessions: 1 } },
    });
  });

  it('run the contract suite for a store', async () => {
    await run('sessions/src/testing/store-contract.ts');
    expect(cases.length).toBeGreaterThan(60);
    for (const test of cases) await test();
  });

  it('keep sessions in Redis, and hand their endings to a consumer', async () => {
    const { store } = await run('sessions-redis/src/redis-session.store.ts');
    const { consumer } = await run('sessions-redis/src/consumer/session-event-consumer.ts');
    if (!(store instanceof RedisSessionStore && consumer instanceof SessionEventConsumer)) {
      throw new Error('The examples make no store and no consumer.');
    }
    try {
      const { timeouts } = session;
      const created = await store.create({ userId: 'ada', attributes: {}, metadata: {}, timeouts });
      expect(await store.counts()).toMatchObject({ active: 1 });
      await store.delete(created.session.id);
      await until('the audit is written', () => told.mock.calls.length > 0);
      expect(told).toHaveBeenCalledWith('audit', expect.any(String), expect.objectContaining({ reason: 'deleted' }));
    } finally {
      await consumer.stop();
      await store.close();
    }
  });
});
