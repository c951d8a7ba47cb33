import { afterEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { recipe } from './recipe.js';
import { ADAPTERS, Running } from './running.js';

const running = new Running();
afterEach(() => running.stop());

describe('Guests who sign in', () => {
  process.env.COOKIE_SECRET = 'the-one-that-signs-with-32-bytes-or-more';
  const document = recipe('guests');
  const shopOn = async (adapter = ADAPTERS[0]?.[1]()) =>
    running.onFakeClock(await document.classIn('shop.module.ts', 'ShopModule'), adapter);
  const cookieAge = (answer: Response): string => /Max-Age=\d+/.exec(answer.headers.getSetCookie().join())?.[0] ?? '';

  it.each(ADAPTERS)('find their cart again, under a new id, on %s', async (_, adapter) => {
    const shop = await shopOn(adapter());
    const guest = await running.ask(shop, 'POST /cart/tea');
    await running.ask(shop, 'POST /cart/cups', guest);
    expect(await running.ask(shop, 'GET /cart', guest)).toMatchObject({ body: { cart: ['tea', 'cups'] } });
    expect(await running.ask(shop, 'GET /orders', guest)).toMatchObject({
      status: 401,
      body: { code: 'SIGN_IN_REQUIRED' },
      cookie: '',
    });
    const ada = await signedIn(shop, guest, '');
    expect(await running.ask(shop, 'GET /cart', ada)).toMatchObject({ body: { cart: ['tea', 'cups'] } });
    expect(await running.ask(shop, 'GET /orders', ada)).toMatchObject({ body: { of: 'ada' } });
    expect(await running.ask(shop, 'GET /cart', guest)).toMatchObject({
      status: 401,
      body: { code: 'SESSION_ENDED', reason: 'signed-in' },
    });
  });

  it('are remembered for 90 days if they want it', async () => {
    const shop = await shopOn();
    for (const [remember, age] of [
      ['', 'Max-Age=43200'],
      ['?remember=yes', 'Max-Age=7776000'],
    ] as const) {
      const guest = await running.ask(shop, 'POST /cart/tea');
      const answer = await callback(shop, guest, await begun(shop, guest, remember));
      expect(cookieAge(answer)).toBe(age);
    }
  });

  it('do not sign in with the state of another browser', async () => {
    const shop = await shopOn();
    const [guest, thief] = [await running.ask(shop, 'POST /cart/tea'), await running.ask(shop, 'POST /cart/cups')];
    const state = await begun(shop, thief, '');
    await begun(shop, guest, '');
    expect((await callback(shop, guest, state)).status).toBe(400);
    expect(await running.ask(shop, 'GET /orders', guest)).toMatchObject({ status: 401 });
  });

  it('do not take over the session of another user', async () => {
    const shop = await shopOn();
    const ada = await signedIn(shop, await running.ask(shop, 'POST /cart/tea'), '');
    const answer = await callback(shop, ada, await begun(shop, ada, ''), 'bob');
    const bob = { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
    expect(await running.ask(shop, 'GET /orders', bob)).toMatchObject({ body: { of: 'bob' } });
    expect(await running.ask(shop, 'GET /cart', bob)).toMatchObject({ body: { cart: [] } });
    expect(await running.ask(shop, 'GET /orders', ada)).toMatchObject({
      status: 401,
      body: { reason: 'another user signed in' },
    });
  });

  interface Sent {
    readonly cookie: string;
  }

  /** The state of a login that the browser has begun. */
  async function begun(shop: INestApplication, { cookie }: Sent, query: string): Promise<string> {
    const answer = await fetch(`${await shop.getUrl()}/login${query}`, { headers: { cookie }, redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '').searchParams.get('state') ?? '';
  }

  async function callback(shop: INestApplication, { cookie }: Sent, state: string, user = 'ada'): Promise<Response> {
    const url = `${await shop.getUrl()}/login/callback?code=${user}&state=${state}`;
    return fetch(url, { headers: { cookie }, redirect: 'manual' });
  }

  async function signedIn(shop: INestApplication, guest: Sent, query: string): Promise<Sent> {
    const answer = await callback(shop, guest, await begun(shop, guest, query));
    return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
  }
});
