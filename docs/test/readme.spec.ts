import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger, type INestApplication } from '@nestjs/common';
import {
  MemorySessionStore,
  SESSION_STORE,
  SessionsHealthIndicator,
  SessionsModule,
  SessionsService,
  SessionSweeper,
  type Session,
} from 'nest-sessions';
import { RedisFixture } from '../../libs/sessions-redis/test/redis-fixture.js';
import { classOf, ExampleDocument, type Ran } from './example-document.js';
import { examplesOf } from './examples.js';
import { ADAPTERS, call, moduleIn, onRedis, Running } from './running.js';
import type { Shopping, Surroundings } from './surroundings.js';

const README = 'libs/sessions/README.md';
const HALF_AN_HOUR = 30 * 60_000;
const redis = await RedisFixture.open();
const readme = new ExampleDocument(examplesOf(README), onRedis(redis.url, redis.freshPrefix()));

describe('The README', () => {
  const told = jest.fn();
  const running = new Running();
  let app: INestApplication;
  let sessions: SessionsService<Shopping>;
  let session: Session<Shopping>;
  let given: Partial<Surroundings>;

  const run = (heading: string): Promise<Ran> => readme.run(heading, given);
  const metadataOf = async (id: string): Promise<unknown> => {
    const found = await sessions.get(id);
    return found.state === 'active' ? found.session.metadata : found.state;
  };

  beforeEach(async () => {
    Logger.overrideLogger(false);
    told.mockReset();
    app = await running.onFakeClock(SessionsModule.forRoot({ sweep: false }));
    sessions = app.get(SessionsService);
    session = await sessions.create({ userId: 'ada', metadata: { theme: 'light', draft: 'Dear', cart: ['tea'] } });
    const tell =
      (name: string) =>
      (...facts: unknown[]): unknown =>
        told(name, ...facts);
    given = {
      ...{ sessions, session, id: session.id, userId: 'ada', secret: 'x'.repeat(32), cart: ['tea', 'cups'] },
      ...{ welcome: tell('welcome'), explain: tell('explain'), signIn: tell('sign in') },
      indicator: app.get(SessionsHealthIndicator),
    };
  });

  afterEach(() => running.stop());

  afterAll(async () => {
    readme.remove();
    await redis.close();
    expect(readme.left).toEqual([]);
  });

  it.each(ADAPTERS)('Quick start: answers its health as shown, on %s', async (_, adapter) => {
    const [shown] = examplesOf(README, 'json');
    const body: unknown = JSON.parse(shown?.code ?? '');
    const shop = await running.plain(await readme.classIn('app.module.ts', 'AppModule'), adapter());
    expect(await running.ask(shop, 'GET /health')).toMatchObject({ status: 200, body });
  });

  it('Sessions: signs in, and finds the user until half an hour has passed', async () => {
    const AccountService = await readme.classIn('account.service.ts', 'AccountService');
    const account: unknown = new AccountService(sessions);
    const id = await call(account, 'signIn', 'bob');
    running.clock.advance(HALF_AN_HOUR - 1);
    expect(await call(account, 'userOf', id)).toBe('bob');
    running.clock.advance(HALF_AN_HOUR);
    expect(await call(account, 'userOf', id)).toBeUndefined();
  });

  it('Sessions: answers with states, and with errors that have codes', async () => {
    const wrong = ['explain', expect.stringContaining('idleTimeout')];
    await run('Sessions');
    expect(told.mock.calls).toEqual([['welcome', session], wrong]);
    told.mockReset();
    running.clock.set(session.expiresAt);
    await run('Sessions');
    expect(told.mock.calls).toEqual([['explain', 'idle', session.expiresAt], wrong]);
    told.mockReset();
    await app.get(SessionSweeper).sweepNow();
    await run('Sessions');
    expect(told.mock.calls).toEqual([['explain', 'idle', session.expiresAt], wrong]);
    told.mockReset();
    running.clock.advance(2 * HALF_AN_HOUR);
    await run('Sessions');
    expect(told.mock.calls).toEqual([['sign in'], wrong]);
  });

  it('Options: are set by a factory and by presets', async () => {
    const { results } = await run('Options');
    const other = await running.onFakeClock(moduleIn(results.at(-1)));
    const { timeouts } = await other.get(SessionsService).create({ userId: 'ada' });
    expect(timeouts).toMatchObject({
      idleTimeoutMs: HALF_AN_HOUR,
      absoluteTimeoutMs: 12 * 3_600_000,
      warningThresholdMs: 60_000,
    });
  });

  it('Stores: keeps sessions in Redis, and hashed ids in memory', async () => {
    const { results } = await run('Stores');
    const shop = (await running.plain(moduleIn(results[0]))).get(SessionsService);
    const created = await shop.create({ userId: 'ada' });
    expect(await redis.keysOf(created.id)).toHaveLength(1);
    const store = results[1];
    if (!(store instanceof MemorySessionStore)) throw new Error('The example gives no memory store.');
    const other = (await running.plain(SessionsModule.forRoot({ store }))).get(SessionsService);
    const { id } = await other.create({ userId: 'ada' });
    expect(await other.get(id)).toMatchObject({ state: 'active', session: { id } });
    expect((await other.list()).sessions[0]?.id).not.toBe(id);
  });

  it('Events: calls subscribers and listeners when a session ends', async () => {
    const note =
      (name: string) =>
      (...facts: unknown[]): Promise<void> => {
        told(name, ...facts);
        return Promise.resolve();
      };
    given = { ...given, audit: { write: note('write'), writeOnce: note('write once') } };
    const { Farewell, Permissions } = await run('Events');
    const shop = await running.plain({
      module: class Shop {},
      imports: [SessionsModule.forRoot()],
      providers: [classOf(Farewell), classOf(Permissions)],
    });
    const { byUser } = shop.get<{ byUser: Map<string, readonly string[]> }>(classOf(Permissions));
    byUser.set('bob', ['read']);
    const { id } = await shop.get(SessionsService).create({ userId: 'bob' });
    await shop.get(SessionsService).delete(id);
    expect(byUser.size).toBe(0);
    running.clock.set(session.expiresAt);
    await app.get(SessionSweeper).sweepNow();
    expect(told.mock.calls).toEqual([
      ['write once', expect.any(String), 'bob', 'deleted'],
      ['write', 'ada', 'idle'],
    ]);
  });

  it('Users: counts the sessions of a user and ends all but one', async () => {
    const others = [await sessions.create({ userId: 'ada' }), await sessions.create({ userId: 'ada' })];
    const { page, devices, count, ended, results } = await run('Users');
    expect([page, devices, count, ended]).toMatchObject([{ total: 3 }, { length: 3 }, 3, 2]);
    for (const { id } of others) expect(await sessions.get(id)).toMatchObject({ state: 'ended', reason: 'revoked' });
    const limited = (await running.onFakeClock(moduleIn(results.at(-1)))).get(SessionsService);
    for (let made = 0; made < 5; made += 1) await limited.create({ userId: 'ada' });
    expect(await limited.countByUser('ada')).toBe(3);
  });

  it('Why was I logged out?: tells the reason, the instant and the actor', async () => {
    const other = await sessions.create({ userId: 'ada' });
    const { results } = await run('Why was I logged out?');
    expect(told.mock.calls).toEqual([['explain', 'password changed', running.clock.now(), 'admin:7']]);
    expect(await sessions.get(other.id)).toMatchObject({ state: 'ended', reason: 'revoked', by: 'ada' });
    const store = results.at(-1);
    if (!(store instanceof MemorySessionStore)) throw new Error('The example gives no memory store.');
  });

  it('Metadata: is updated by key and typed by a schema', async () => {
    const { results, Visits } = await run('Metadata');
    expect(await metadataOf(session.id)).toEqual({ theme: 'dark', visits: 1, cart: ['tea', 'cups'] });
    const shop = (await running.onFakeClock(moduleIn(results.at(-1)))).get(SessionsService);
    const { id, metadata } = await shop.create({ userId: 'ada' });
    expect(metadata).toEqual({ theme: 'light', visits: 0 });
    await call(new (classOf(Visits))(shop), 'count', id);
    expect(await shop.get(id)).toMatchObject({ session: { metadata: { theme: 'light', visits: 1 } } });
    await expect(shop.create({ userId: 'ada', metadata: { theme: 'blue' } })).rejects.toThrow('theme');
  });

  it('Rotation: replaces the id by a new one', async () => {
    const { rotated, results } = await run('Rotation');
    expect(rotated).toMatchObject({ state: 'active', session: { userId: 'ada' } });
    expect(await sessions.get(session.id)).toMatchObject({ state: 'ended', reason: 'rotated' });
    const careful = (await running.onFakeClock(moduleIn(results.at(-1)))).get(SessionsService);
    const { id } = await careful.create({ userId: 'ada' });
    await careful.rotate(id);
    running.clock.advance(10_000);
    await careful.get(id);
    expect(await careful.get(id)).toMatchObject({ state: 'ended', reason: 'reused' });
  });

  it('Guests: gives the session of a guest to a user', async () => {
    const { guest, found } = await run('Guests');
    expect(guest).toMatchObject({ userId: undefined, metadata: { cart: ['tea'] } });
    expect(found).toMatchObject({ state: 'active', session: { userId: 'ada', metadata: { cart: ['tea'] } } });
  });

  it.each(ADAPTERS)('Guard: signs in and out by a cookie on %s', async (_, adapter) => {
    const shop = await running.onFakeClock(await readme.classIn('account.controller.ts', 'AccountModule'), adapter());
    const { cookie } = await running.ask(shop, 'POST /login', { body: { user: 'ada' } });
    running.clock.advance(HALF_AN_HOUR - 1);
    expect(await running.ask(shop, 'GET /unread', { cookie })).toMatchObject({ body: { of: 'ada', unread: 0 } });
    running.clock.advance(1);
    expect(await running.ask(shop, 'GET /me', { cookie })).toMatchObject({ status: 410 });
    const again = await running.ask(shop, 'POST /login', { body: { user: 'ada' } });
    expect(await running.ask(shop, 'GET /me', { cookie: again.cookie })).toMatchObject({
      status: 200,
      body: { userId: 'ada' },
    });
    expect(await running.ask(shop, 'POST /logout', { cookie: again.cookie })).toMatchObject({ cookie: '__Host-sid=' });
    expect(await running.ask(shop, 'GET /me', { cookie: again.cookie })).toMatchObject({ status: 401 });
  });

  it('Kinds: keeps sessions of customers and of staff apart', async () => {
    const shop = await running.onFakeClock(await readme.classIn('shop.module.ts', 'ShopModule'));
    const logins: Record<'customers' | 'staff', SessionsService> & { ended: string[] } = shop.get(
      await readme.classIn('shop.module.ts', 'Logins'),
    );
    const { id } = await logins.customers.create({ userId: 'ada' });
    const staff = await logins.staff.create({ userId: 'bob' });
    const ask = async (path: string, headers: Record<string, string>): Promise<unknown> => {
      const response = await fetch((await shop.getUrl()) + path, { headers });
      return response.ok ? response.json() : response.status;
    };
    expect(await ask('/orders', { 'x-staff-session': staff.id })).toEqual({ for: 'bob' });
    expect(await ask('/orders', { 'x-session-id': id })).toBe(401);
    expect(await ask('/orders/7', { 'x-session-id': id })).toEqual({ id: '7' });
    expect(await ask('/orders/7', { 'x-staff-session': staff.id })).toEqual({ id: '7', margin: 7 });
    for (const [kind, one] of [
      [logins.customers, id],
      [logins.staff, staff.id],
    ] as const)
      await kind.delete(one);
    expect(logins.ended).toEqual(['staff bob']);
  });

  it('Health: reports in one flat object', async () => {
    const { report } = await run('Health');
    expect(report).toEqual({
      status: 'healthy',
      activeSessions: 1,
      timestamp: new Date(running.clock.now()).toISOString(),
      expiringSoon: 0,
      uptime: expect.any(Number),
    });
  });

  it('Logging: takes events', async () => {
    const { results } = await run('Logging');
    const shop = (await running.onFakeClock(moduleIn(results.at(-1)))).get(SessionsService);
    expect(await shop.create({ userId: 'ada' })).toMatchObject({ userId: 'ada' });
  });

  it('Testing: lets half an hour pass immediately', async () => {
    const { clock, module } = await run('Testing');
    const shop = await running.plain(moduleIn(module));
    const { createdAt } = await shop.get(SessionsService).create({ userId: 'ada' });
    expect(call(clock, 'now')).toBe(createdAt);
    expect(createdAt).toBe(Date.UTC(2026, 0, 1) + HALF_AN_HOUR);
    expect(shop.get(SESSION_STORE)).toBeInstanceOf(MemorySessionStore);
  });
});
