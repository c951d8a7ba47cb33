import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { metrics } from '@opentelemetry/api';
import { io } from 'socket.io-client';
import { SessionGuard, SessionsService, SessionSweeper } from 'nest-sessions';
import { recipe } from './recipe.js';
import { ADAPTERS, call, moduleIn, Running } from './running.js';

const TYPESCRIPT = new URL('../../libs/sessions-redis/test/processes/typescript.mjs', import.meta.url).href;
const METRICS_MAIN = join(import.meta.dirname, 'print-metrics.mjs');
const MINUTE = 60_000;
const running = new Running();
afterEach(() => running.stop());

// The recipes contain tests too. They run as tests of this file.
const ownStore = recipe('a-store-of-your-own');
await ownStore.file('list-session-store.spec.ts');
await recipe('testing-with-the-fake-clock').file('carts.spec.ts');

describe('Chat sessions', () => {
  const document = recipe('chat-sessions');

  it.each(ADAPTERS)('carry messages, warn before they expire, and refuse a late message, on %s', async (_, adapter) => {
    const chat = await running.onFakeClock(await document.classIn('chat.module.ts', 'ChatModule'), adapter());
    const begin = async (): Promise<{ sessionId: string }> => {
      const { body } = await running.ask(chat, 'POST /chats', { body: { customer: 'ada', agent: 'grace' } });
      return { sessionId: String(Reflect.get(Object(body), 'sessionId')) };
    };
    const first = await begin();
    const auth = await begin();
    const sweeper = chat.get(SessionSweeper);
    const socket = io(await chat.getUrl(), { transports: ['websocket'], auth, forceNew: true });
    const next = (name: string): Promise<unknown> => new Promise((resolve) => socket.once(name, resolve));
    try {
      const joined = next('joined');
      socket.emit('join');
      expect(await joined).toEqual({ agent: 'grace' });
      const said = next('said');
      running.clock.advance(9 * MINUTE);
      socket.emit('say', 'hello');
      expect(await said).toEqual({ by: 'ada', text: 'hello' });
      const warned = next('expiring');
      running.clock.advance(9 * MINUTE);
      await sweeper.sweepNow();
      expect(await warned).toEqual({ inMs: MINUTE });
      const refused = next('exception');
      running.clock.advance(MINUTE);
      socket.emit('say', 'too late');
      expect(await refused).toMatchObject({ statusCode: 410 });
      const ended = next('ended');
      await sweeper.sweepNow();
      expect(await ended).toEqual({ reason: 'idle' });
    } finally {
      socket.close();
    }
    expect(await chat.get(SessionsService).get(first.sessionId)).toMatchObject({ state: 'ended', reason: 'evicted' });
  });
});

describe('A new chat', () => {
  const document = recipe('chat-sessions');

  it('does not hear the end of the previous chat, however late it is announced', async () => {
    const chat = await running.onFakeClock(await document.classIn('chat.module.ts', 'ChatModule'));
    const gateway: unknown = chat.get(await document.classIn('chat.gateway.ts', 'ChatGateway'));
    const sessions = chat.get(SessionsService);
    const before = await sessions.create({ userId: 'ada', attributes: { agent: 'grace' } });
    const told: Record<'before' | 'now', unknown[]> = { before: [], now: [] };
    const join = async (name: keyof typeof told, sessionId: string) => {
      const socket = io(await chat.getUrl(), { transports: ['websocket'], auth: { sessionId }, forceNew: true });
      socket.on('ended', (data: unknown) => told[name].push(data));
      await new Promise((resolve) => socket.once('joined', resolve).emit('join'));
      return socket;
    };
    const sockets = [await join('before', before.id)];
    try {
      const { id } = await sessions.create({ userId: 'ada', attributes: { agent: 'grace' } });
      const now = await join('now', id);
      sockets.push(now);
      call(gateway, 'end', { type: 'evicted', session: before, reason: 'evicted' });
      // A socket receives the messages of a gateway in order.
      await new Promise((resolve) => now.once('said', resolve).emit('say', 'hello'));
      expect(told.now).toEqual([]);
      expect(told.before).toContainEqual({ reason: 'evicted' });
    } finally {
      for (const socket of sockets) socket.close();
    }
  });
});

describe('Login with a cookie', () => {
  process.env.COOKIE_SECRETS = 'the-one-that-signs-with-32-bytes-or-more the-one-before-with-32-bytes-or-more';
  const document = recipe('login-with-a-cookie');
  const ada = { name: 'ada', password: 'a long password' };

  it.each(ADAPTERS)('signs in, lists devices, and ends them on %s', async (_, adapter) => {
    const shop = await running.onFakeClock(await document.classIn('account.module.ts', 'AccountModule'), adapter());
    const login = (body: object) => running.ask(shop, 'POST /login', { body });
    expect(await login({ ...ada, password: 'wrong' })).toMatchObject({ status: 401, cookie: '' });
    const [laptop, phone] = [await login(ada), await login(ada)];
    expect(laptop).toMatchObject({ status: 201, body: { userId: 'ada' } });

    const { body } = await running.ask(shop, 'GET /devices', { cookie: laptop.cookie });
    expect(body).toMatchObject([{ isThisOne: true }, { isThisOne: false }]);
    expect(JSON.stringify(body)).not.toContain(sessionIdIn(phone.cookie));
    const [, { handle }] = body as [unknown, { handle: string }];
    const device = `DELETE /devices/${handle}`;
    expect(await running.ask(shop, device, { cookie: laptop.cookie })).toMatchObject({ status: 200 });
    expect(await running.ask(shop, device, { cookie: laptop.cookie })).toMatchObject({ status: 404 });
    expect(await running.ask(shop, 'GET /devices', { cookie: phone.cookie })).toMatchObject({ status: 401 });
  });

  it('finds a device that is not on the first page of 100, and ends it', async () => {
    const shop = await running.onFakeClock(await document.classIn('account.module.ts', 'AccountModule'));
    const sessions = shop.get(SessionsService);
    const { cookie } = await running.ask(shop, 'POST /login', { body: ada });
    for (let login = 2; login <= 100; login += 1) await sessions.create({ userId: 'ada' });
    const last = await sessions.create({ userId: 'ada' });
    const { body } = await running.ask(shop, 'GET /devices', { cookie });
    expect(body).toHaveLength(101);
    const device = `DELETE /devices/${last.handle}`;
    expect(await running.ask(shop, device, { cookie })).toMatchObject({ status: 200 });
    expect(await sessions.get(last.id)).toMatchObject({ state: 'ended', reason: 'deleted', by: 'ada' });
  });

  it('gives a new id after a change of the password, and ends the other sessions', async () => {
    const shop = await running.onFakeClock(await document.classIn('account.module.ts', 'AccountModule'));
    const login = (password: string) => running.ask(shop, 'POST /login', { body: { ...ada, password } });
    const [laptop, phone] = [await login(ada.password), await login(ada.password)];
    const changed = await running.ask(shop, 'POST /password', { ...laptop, body: { password: 'a longer password' } });
    expect(changed).toMatchObject({ status: 201, cookie: expect.stringMatching('^__Host-sid=.') });
    const status = async ({ cookie }: { cookie: string }) =>
      (await running.ask(shop, 'GET /devices', { cookie })).status;
    expect([await status(changed), await status(laptop), await status(phone)]).toEqual([200, 401, 401]);
    expect(await login(ada.password)).toMatchObject({ status: 401 });
    const other = await login('a longer password');
    expect(await running.ask(shop, 'POST /logout-everywhere', { cookie: other.cookie })).toMatchObject({
      body: { ended: 2 },
      cookie: '__Host-sid=',
    });
    expect([await status(changed), await status(other)]).toEqual([401, 401]);
    const last = await login('a longer password');
    await running.ask(shop, 'POST /logout', { cookie: last.cookie });
    expect(await status(last)).toBe(401);
  });
});

describe('Stolen session ids', () => {
  process.env.COOKIE_SECRET = 'the-one-that-signs-with-32-bytes-or-more';
  const document = recipe('stolen-ids');

  it.each(ADAPTERS)('are noticed when the user or the thief uses a replaced one, on %s', async (_, adapter) => {
    const bank = await running.onFakeClock(await document.classIn('bank.module.ts', 'BankModule'), adapter());
    const alerts: unknown = bank.get(await document.classIn('alerts.ts', 'Alerts'));
    const login = () => running.ask(bank, 'POST /login', { body: { user: 'ada' } });
    const balance = ({ cookie }: { cookie: string }) => running.ask(bank, 'GET /balance', { cookie });
    const [laptop, phone] = [await login(), await login()];
    const stolen = laptop;
    const refreshed = await running.ask(bank, 'POST /refresh', stolen);
    expect(refreshed).toMatchObject({ status: 201, cookie: expect.stringMatching('^__Host-sid=.') });
    running.clock.advance(40_000 - 1);
    expect(await balance(stolen)).toMatchObject({ status: 401, body: { reason: 'rotated' } });
    for (const device of [refreshed, phone]) expect(await balance(device)).toMatchObject({ body: { of: 'ada' } });
    running.clock.advance(1);
    expect(await balance(stolen)).toMatchObject({ status: 401 });
    for (const device of [stolen, refreshed, phone]) {
      expect(await balance(device)).toMatchObject({ status: 401, body: { code: 'SESSION_ENDED', reason: 'reused' } });
    }
    expect(alerts).toMatchObject({ sent: [expect.stringMatching(/^ada: A former id .* logged out everywhere\.$/)] });
  });
});

describe('A store of your own', () => {
  it('serves an application', async () => {
    const { ListSessionStore } = await ownStore.file('list-session-store.ts');
    const { results } = await ownStore.run('A store of your own', { ListSessionStore });
    const sessions = (await running.plain(moduleIn(results[0]))).get(SessionsService);
    await sessions.create({ userId: 'ada' });
    expect(await sessions.countByUser('ada')).toBe(1);
  });
});

describe('Metrics', () => {
  const document = recipe('metrics');
  afterAll(() => metrics.disable());

  it.each(ADAPTERS)('of the sessions are served, on %s', async (_, adapter) => {
    const shop = await running.plain(await document.classIn('shop.module.ts', 'ShopModule'), adapter());
    await shop.get(SessionsService).create({ userId: 'ada' });
    const text = await (await fetch(`${await shop.getUrl()}/metrics`)).text();
    expect(text).toMatch(/^nest_sessions_active\{.*\} 1$/m);
  });

  // In a process of its own: the package is CommonJS, which can't load Nest 12 under Jest.
  it('of the sessions are beside those of prom-client', () => {
    const path = document.pathOf('prometheus.module.ts');
    const options = ['--conditions=nest-sessions-source', '--import', TYPESCRIPT, METRICS_MAIN, path];
    const text = execFileSync(process.execPath, options, { encoding: 'utf8', env: {} });
    expect(text).toMatch(/^nest_sessions_active\{.*\} 0$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  });
});

describe('Kubernetes probes', () => {
  const document = recipe('kubernetes-probes');

  it('get an answer on liveness and on readiness', async () => {
    const shop = await running.onFakeClock(await document.classIn('probes.module.ts', 'ProbesModule'));
    expect(await running.ask(shop, 'GET /health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await running.ask(shop, 'GET /health/ready')).toMatchObject({
      status: 200,
      body: { details: { sessions: { status: 'up' } } },
    });
  });

  it('are admitted although the session guard is global', async () => {
    const probes = await document.classIn('probes.module.ts', 'ProbesModule');
    class Guarded {}
    Module({
      imports: [probes],
      providers: [{ provide: APP_GUARD, useExisting: SessionGuard }],
    })(Guarded);
    const shop = await running.onFakeClock(Guarded);
    expect(await running.ask(shop, 'GET /health/live')).toMatchObject({ status: 200 });
    expect(await running.ask(shop, 'GET /health/ready')).toMatchObject({ status: 200 });
  });
});

function sessionIdIn(cookie: string): string {
  return /s%3A([^.]+)\./.exec(cookie)?.[1] ?? 'none';
}
