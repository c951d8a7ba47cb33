import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { MemorySessionStore, SESSION_STORE, SessionsService } from 'nest-sessions';
import { FakeClock } from 'nest-sessions/testing';
import { RedisFixture } from '../../../libs/sessions-redis/test/redis-fixture.js';
import { until } from '../../../libs/sessions-redis/test/until.js';
import type { Settings } from '../src/settings.js';
import { ShopModule } from '../src/shop.module.js';
import { Browser } from './browser.js';

// Hashing passwords takes long on a busy machine.
jest.setTimeout(30_000);

const redis = await RedisFixture.open();
const apps: INestApplication[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});
afterAll(() => redis.close());

async function start(settings: Settings): Promise<string> {
  const app = await NestFactory.create(ShopModule.with(settings), { logger: false, abortOnError: false });
  apps.push(app);
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}

const secret = 'the secret of all instances';
const STORES = [
  {
    where: 'in memory',
    open: async () => {
      const url = await start({ prefix: 'shop', secret, secureCookies: false });
      return [url, url] as const;
    },
  },
  {
    where: 'on two instances that share a Redis',
    open: async () => {
      const settings = { redisUrl: redis.url, prefix: redis.freshPrefix(), secret, secureCookies: false };
      return [await start(settings), await start(settings)] as const;
    },
  },
];

const password = (name: string): object => ({ name, password: `password of ${name}` });

describe.each(STORES)('The shop $where', ({ open }) => {
  async function loggedIn(url: string, name: string, more: object = {}): Promise<Browser> {
    const browser = new Browser();
    expect(await browser.ask(url, 'POST /account/login', { ...password(name), ...more })).toMatchObject({
      status: 200,
    });
    return browser;
  }

  /** The audit of all instances. */
  async function audit(urls: readonly string[]): Promise<object[]> {
    const entries: object[] = [];
    for (const url of new Set(urls)) {
      const grace = new Browser();
      await grace.ask(url, 'POST /staff/login', password('grace'));
      entries.push(...((await grace.ask(url, 'GET /staff/audit')).body as object[]));
    }
    return entries;
  }

  it('takes the cart of a guest along when the guest logs in, under a new id', async () => {
    const [one, other] = await open();
    const browser = new Browser();
    expect(await browser.ask(one, 'POST /cart/tea')).toMatchObject({ status: 201, body: { cart: ['tea'] } });
    const guest = browser.copiedTo('Firefox/141');
    await browser.ask(other, 'POST /cart/cups');
    expect(await browser.ask(one, 'GET /account/devices')).toMatchObject({
      status: 401,
      body: { code: 'SIGN_IN_REQUIRED' },
    });
    const { body } = await browser.ask(other, 'POST /account/login', password('ada'));
    expect(body).toEqual({ name: 'ada', cart: ['tea', 'cups'] });
    expect(browser.cookie).not.toBe(guest.cookie);
    expect(await guest.ask(one, 'GET /account/devices')).toMatchObject({
      status: 401,
      body: { code: 'SESSION_ENDED', reason: 'signed-in' },
    });
    expect(await browser.ask(one, 'GET /cart')).toMatchObject({ body: { cart: ['tea', 'cups'] } });
  });

  it('refuses a wrong password, and a name that it does not know, in the same way', async () => {
    const [one] = await open();
    const answers = [{ ...password('ada'), password: 'wrong' }, password('nobody')].map((given) =>
      new Browser().ask(one, 'POST /account/login', given),
    );
    const [wrong, unknown] = await Promise.all(answers);
    expect(wrong).toMatchObject({ status: 401 });
    expect(unknown).toEqual(wrong);
  });

  it('remembers a customer for 90 days, and others for 12 hours', async () => {
    const [one] = await open();
    const [short, long] = [await loggedIn(one, 'ada'), await loggedIn(one, 'ada', { remember: true })];
    expect(short.setCookies.join()).toContain('Max-Age=43200;');
    expect(long.setCookies.join()).toContain('Max-Age=7776000;');
  });

  it('shows the devices of a customer, and ends all others', async () => {
    const [one, other] = await open();
    const [laptop, phone] = [await loggedIn(one, 'ada'), await loggedIn(other, 'ada')];
    const { body } = await laptop.ask(one, 'GET /account/devices');
    expect(body).toMatchObject([{ browser: 'Firefox/141' }, { browser: 'Firefox/141' }]);
    expect(body).toEqual(expect.arrayContaining([expect.objectContaining({ isThisOne: true })]));
    expect(await laptop.ask(other, 'DELETE /account/devices/others')).toMatchObject({ body: { ended: 1 } });
    expect(await phone.ask(one, 'GET /account/devices')).toMatchObject({
      status: 401,
      body: { reason: 'ended by its user' },
    });
    expect(await laptop.ask(other, 'GET /account/devices')).toMatchObject({ status: 200, body: { length: 1 } });
  });

  it('ends one device of a customer, and none of another customer', async () => {
    const [one, other] = await open();
    const [laptop, phone, bob] = [await loggedIn(one, 'ada'), await loggedIn(other, 'ada'), await loggedIn(one, 'bob')];
    const devices = (await laptop.ask(one, 'GET /account/devices')).body as { handle: string; isThisOne: boolean }[];
    const handle = devices.find(({ isThisOne }) => !isThisOne)?.handle ?? '';
    expect(await bob.ask(one, `DELETE /account/devices/${handle}`)).toMatchObject({ status: 404 });
    expect(await phone.ask(one, 'GET /account/devices')).toMatchObject({ status: 200 });
    expect(await laptop.ask(one, `DELETE /account/devices/${handle}`)).toMatchObject({ status: 204 });
    expect(await phone.ask(one, 'GET /account/devices')).toMatchObject({
      status: 401,
      body: { code: 'SESSION_ENDED' },
    });
    expect(await laptop.ask(other, 'GET /account/devices')).toMatchObject({ body: { length: 1 } });
  });

  it('keeps no id of a session in its store', async () => {
    const [one] = await open();
    const browser = await loggedIn(one, 'ada');
    const id = decodeURIComponent(browser.cookie).slice('sid='.length).split('.')[0];
    const sessions = apps[0]?.get(SessionsService);
    const listed = (await sessions?.listByUser('ada'))?.sessions ?? [];
    expect(listed).toHaveLength(1);
    expect(JSON.stringify(listed)).not.toContain(id);
  });

  it('gives a new id to a customer who confirms the password', async () => {
    const [one, other] = await open();
    const browser = await loggedIn(one, 'bob');
    const before = browser.copiedTo('Firefox/141');
    expect(await browser.ask(other, 'POST /account/confirm', { password: 'wrong' })).toMatchObject({ status: 401 });
    expect(await browser.ask(other, 'POST /account/confirm', { password: 'password of bob' })).toMatchObject({
      status: 204,
    });
    expect(await browser.ask(one, 'GET /account/devices')).toMatchObject({ status: 200, body: { length: 1 } });
    expect(await before.ask(one, 'GET /account/devices')).toMatchObject({
      status: 401,
      body: { code: 'SESSION_ENDED' },
    });
  });

  it('refuses the cookie of a customer to another browser, and writes it into the audit', async () => {
    const urls = await open();
    const browser = await loggedIn(urls[0], 'ada');
    const thief = browser.copiedTo('curl/8');
    expect(await thief.ask(urls[1], 'GET /account/devices')).toMatchObject({
      status: 401,
      body: { code: 'SESSION_MISMATCHED' },
    });
    expect(await browser.ask(urls[1], 'GET /account/devices')).toMatchObject({ status: 200 });
    expect(await audit(urls)).toContainEqual(expect.objectContaining({ user: 'ada', what: 'used by another browser' }));
  });

  it('closes the connections of a customer whose sessions staff end on the other instance, and says who did', async () => {
    const urls = await open();
    const browser = await loggedIn(urls[0], 'ada');
    const { orders, closed } = browser.connect(urls[0]);
    expect(await orders).toEqual({ of: 'ada' });
    expect(await browser.ask(urls[1], 'POST /staff/customers/ada/end', { reason: 'fraud' })).toMatchObject({
      status: 401,
    });
    const grace = new Browser();
    await grace.ask(urls[1], 'POST /staff/login', password('grace'));
    expect(await grace.ask(urls[1], 'POST /staff/customers/ada/end', { reason: 'fraud' })).toMatchObject({
      status: 200,
      body: { ended: 1 },
    });
    expect(await closed).toMatchObject({ code: 'SESSION_ENDED', reason: 'fraud' });
    const entry = { kind: 'default', user: 'ada', what: 'fraud', by: 'staff:grace' };
    await until('the audit has it', async () =>
      (await audit(urls)).some((one) => Object.entries(entry).every(([key, value]) => Reflect.get(one, key) === value)),
    );
  });

  it('refuses the sessions of staff where customers are asked for', async () => {
    const [one] = await open();
    const grace = new Browser();
    expect(await grace.ask(one, 'POST /staff/login', password('ada'))).toMatchObject({ status: 401 });
    await grace.ask(one, 'POST /staff/login', password('grace'));
    expect(await grace.ask(one, 'GET /staff/audit')).toMatchObject({ status: 200 });
    expect(await grace.ask(one, 'GET /account/devices')).toMatchObject({
      status: 401,
      body: { code: 'SESSION_REQUIRED' },
    });
  });

  it('erases a customer: the sessions, and what the audit has', async () => {
    const urls = await open();
    const [laptop, phone] = [await loggedIn(urls[0], 'bob'), await loggedIn(urls[1], 'bob')];
    await laptop.copiedTo('curl/8').ask(urls[0], 'GET /account/devices');
    const ofBob = async (): Promise<unknown[]> =>
      (await audit(urls)).filter((one) => Reflect.get(one, 'user') === 'bob');
    expect(await ofBob()).not.toEqual([]);
    expect(await laptop.ask(urls[0], 'DELETE /account')).toMatchObject({ status: 204 });
    expect(laptop.cookie).toBe('');
    expect(await phone.ask(urls[0], 'GET /account/devices')).toMatchObject({ status: 401 });
    await until('the audit has forgotten', async () => (await ofBob()).length === 0);
    expect(await new Browser().ask(urls[0], 'POST /account/login', password('bob'))).toMatchObject({ status: 401 });
  });
});

describe('The shop, as time passes,', () => {
  const clock = new FakeClock();

  async function open(): Promise<string> {
    const testing = await Test.createTestingModule({
      imports: [ShopModule.with({ prefix: 'shop', secret, secureCookies: false })],
    })
      .overrideProvider(SESSION_STORE)
      .useValue(new MemorySessionStore({ clock }))
      .compile();
    const app = testing.createNestApplication({ logger: false });
    apps.push(app);
    await app.listen(0, '127.0.0.1');
    return app.getUrl();
  }

  it('asks for the password again before it closes an account, five minutes after the login', async () => {
    const url = await open();
    const browser = new Browser();
    await browser.ask(url, 'POST /account/login', password('bob'));
    clock.advance(5 * 60_000);
    expect(await browser.ask(url, 'DELETE /account')).toMatchObject({
      status: 401,
      body: { code: 'REAUTHENTICATION_REQUIRED', withinMs: 300_000 },
    });
    expect(await browser.ask(url, 'GET /account/devices')).toMatchObject({ status: 200 });
    await browser.ask(url, 'POST /account/confirm', { password: 'password of bob' });
    expect(await browser.ask(url, 'DELETE /account')).toMatchObject({ status: 204 });
  });

  it('logs a customer out everywhere when somebody uses an id that was replaced', async () => {
    const url = await open();
    const [browser, phone] = [new Browser(), new Browser()];
    for (const one of [browser, phone]) await one.ask(url, 'POST /account/login', password('ada'));
    const thief = browser.copiedTo('Firefox/141');
    await browser.ask(url, 'POST /account/confirm', { password: 'password of ada' });
    clock.advance(10_000);
    expect(await browser.ask(url, 'GET /account/devices')).toMatchObject({ status: 200 });
    expect(await thief.ask(url, 'GET /account/devices')).toMatchObject({ status: 401 });
    for (const one of [browser, phone]) {
      const refused = { status: 401, body: { code: 'SESSION_ENDED', reason: 'reused' } };
      expect(await one.ask(url, 'GET /account/devices')).toMatchObject(refused);
    }
    const grace = new Browser();
    await grace.ask(url, 'POST /staff/login', password('grace'));
    const { body } = await grace.ask(url, 'GET /staff/audit');
    expect(body).toContainEqual(expect.objectContaining({ user: 'ada', what: 'used after its id was replaced' }));
  });
});
