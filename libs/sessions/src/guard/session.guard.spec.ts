import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { request as httpRequest } from 'node:http';
import { get } from '../../test/http/ask.js';
import { ADAPTER_NAMES, GuardedServers, type GuardedServer } from '../../test/http/guarded-server.js';
import {
  CurrentSession,
  fromCookie,
  fromHeader,
  SkipTouch,
  OptionalSession,
  SessionGuard,
  type Session,
} from '../index.js';

const IDLE_MS = 30 * 60_000;

/** Holds requests until `size` of them have arrived. */
class Gate {
  #waiting: (() => void)[] = [];

  constructor(private readonly size: number) {}

  pass(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length < this.size) return;
      for (const go of this.#waiting.splice(0)) go();
    });
  }
}
const gate = new Gate(2);

@Controller('me')
@UseGuards(SessionGuard)
class MeController {
  @Get()
  @UseGuards(SessionGuard)
  me(@CurrentSession() session: Session, @CurrentSession() again: Session): object {
    const { userId, lastActivityAt, renewalCount } = session;
    return { userId, lastActivityAt, renewalCount, same: session === again };
  }

  @Get('poll')
  @SkipTouch()
  poll(@CurrentSession() session: Session): object {
    return { userId: session.userId, lastActivityAt: session.lastActivityAt };
  }

  @Get('maybe')
  @OptionalSession()
  maybe(@CurrentSession() session: Session | undefined): object {
    return { userId: session?.userId ?? null };
  }

  @Get('together/:name')
  async together(@Param('name') name: string, @CurrentSession() session: Session): Promise<object> {
    await gate.pass();
    return { name, userId: session.userId };
  }
}

@Controller('unguarded')
class UnguardedController {
  @Get()
  unguarded(@CurrentSession() session: Session): object {
    return { userId: session.userId };
  }
}

const controllers = [MeController];
const providers = [{ provide: APP_GUARD, useExisting: SessionGuard }];

describe.each(ADAPTER_NAMES)('SessionGuard on %s', (adapter) => {
  const servers = new GuardedServers();
  afterEach(() => servers.closeAll());

  it.each([
    ['a bearer token', (id: string) => ({ authorization: `Bearer ${id}` })],
    ['a bearer token in lower case', (id: string) => ({ authorization: `bearer  ${id}` })],
    ['the header x-session-id', (id: string) => ({ 'X-Session-Id': id })],
    ['the bearer token first', (id: string) => ({ authorization: `Bearer ${id}`, 'x-session-id': 'other' })],
    ['the header after other credentials', (id: string) => ({ authorization: 'Basic YTpi', 'x-session-id': id })],
  ])('finds the session by %s', async (_, headers) => {
    const server = await servers.start({ adapter, controllers });
    const { id } = await server.login('ada');
    expect(await get(server, '/me', headers(id))).toMatchObject({ status: 200, body: { userId: 'ada', same: true } });
  });

  it('records activity exactly once per request, even if it is used on three levels', async () => {
    const server = await servers.start({ adapter, controllers, providers });
    const { id } = await server.login('ada');
    server.clock.advance(1000);
    const { body } = await get(server, '/me', { 'x-session-id': id });
    expect(body).toEqual({ userId: 'ada', lastActivityAt: server.clock.now(), renewalCount: 1, same: true });
    expect([...server.calls]).toEqual([['touch', 1]]);
    await get(server, '/me', { 'x-session-id': id });
    expect([...server.calls]).toEqual([['touch', 2]]);
  });

  it('keeps simultaneous requests apart', async () => {
    const server = await servers.start({ adapter, controllers, providers });
    const [ada, bob] = [await server.login('ada'), await server.login('bob')];
    const both = await Promise.all([
      get(server, '/me/together/first', { 'x-session-id': ada.id }),
      get(server, '/me/together/second', { 'x-session-id': bob.id }),
    ]);
    expect(both.map(({ body }) => body)).toEqual([
      { name: 'first', userId: 'ada' },
      { name: 'second', userId: 'bob' },
    ]);
    const twice = ['/me/together/third', '/me/together/fourth'];
    server.reset();
    await Promise.all(twice.map((path) => get(server, path, { 'x-session-id': ada.id })));
    expect([...server.calls]).toEqual([['touch', 2]]);
  });

  it('asks for a bearer token only if it accepts bearer tokens', async () => {
    const server = await servers.start({
      adapter,
      controllers,
      sessions: { guard: { extractors: [fromCookie('sid'), fromHeader('X-Ticket')] } },
    });
    const { id } = await server.login('ada');
    expect(await get(server, '/me', { authorization: `Bearer ${id}` })).toMatchObject({ status: 401, challenge: null });
    expect(await get(server, '/me', { 'x-ticket': id })).toMatchObject({ status: 200 });
    expect(await get(server, '/me', { cookie: `a=b; sid=${id}` })).toMatchObject({ status: 200 });
  });

  it('accepts a function as an extractor, and tries the next extractor if it gives no string', async () => {
    const given: unknown[] = [];
    const source = (): string => JSON.parse(JSON.stringify(given.shift())) as string;
    const extractors = [source, fromHeader('x-session-id')];
    const server = await servers.start({ adapter, controllers, sessions: { guard: { extractors } } });
    const { id } = await server.login('ada');
    given.push(id);
    expect(await get(server, '/me')).toMatchObject({ status: 200 });
    for (const nothing of ['', [], [''], [[id]], { id, length: 1 }, 5, true, null]) {
      given.push(nothing, nothing);
      expect(await get(server, '/me')).toMatchObject({ status: 401 });
      expect(await get(server, '/me', { 'x-session-id': id })).toMatchObject({ status: 200 });
    }
  });

  it("answers 503 while the store can't be reached, even with @OptionalSession()", async () => {
    const server = await servers.start({ adapter, controllers });
    const { id } = await server.login('ada');
    await server.store.close();
    for (const path of ['/me', '/me/poll', '/me/maybe']) {
      expect(await get(server, path, { 'x-session-id': id })).toMatchObject({
        status: 503,
        body: {
          statusCode: 503,
          code: 'STORE_UNAVAILABLE',
          message: 'Sessions are out of reach for the moment. Try again later.',
        },
      });
    }
    expect(await get(server, '/me/maybe')).toMatchObject({ status: 200 });
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['an empty header', { 'x-session-id': '' }],
    ['a header of spaces', { 'x-session-id': '   ' }],
    ['an id of absurd length', { 'x-session-id': 'x'.repeat(8000) }],
    ['a token of absurd length', { authorization: `Bearer ${'x'.repeat(8000)}` }],
    ['no token', { authorization: 'Bearer' }],
    ['an empty token', { authorization: 'Bearer  ' }],
    ['two tokens in one', { authorization: 'Bearer one two' }],
    ['a broken token', { authorization: 'Bearer =' }],
  ])('treats %s as no session, and does not ask the store', async (_, headers) => {
    const server = await servers.start({ adapter, controllers });
    expect(await statusOf(server, headers)).toBe(401);
    expect([...server.calls]).toEqual([]);
  });

  it('tries the values of a repeated header until one names an active session, at most five', async () => {
    const server = await servers.start({ adapter, controllers });
    const { id } = await server.login('ada');
    expect(await statusOf(server, { 'x-session-id': id })).toBe(200);
    for (const stale of ['foreign', '', id.slice(1)]) {
      expect(await statusOf(server, { 'x-session-id': [stale, id] })).toBe(200);
      expect(await statusOf(server, { 'x-session-id': [id, stale] })).toBe(200);
    }
    const others = ['one', 'two', 'three', 'four', 'five'];
    server.reset();
    expect(await statusOf(server, { 'x-session-id': [...others.slice(1), id] })).toBe(200);
    expect(await statusOf(server, { 'x-session-id': [...others, id] })).toBe(401);
    expect([...server.calls]).toEqual([['touch', 10]]);
  });

  it('tries each bearer token where the server joins repeated headers', async () => {
    const server = await servers.start({ adapter, controllers });
    const { id } = await server.login('ada');
    expect(await statusOf(server, { authorization: `Bearer foreign, Bearer ${id}` })).toBe(200);
    expect(await statusOf(server, { authorization: `Basic YTpi, Bearer ${id}` })).toBe(200);
  });

  it('never shows the id in an answer or a log', async () => {
    const server = await servers.start({ adapter, controllers: [MeController, UnguardedController] });
    const { id } = await server.login('ada');
    const unknown = 'an-id-that-nobody-knows';
    const answers: string[] = [];
    const ask = async (path: string, sent: string): Promise<number> => {
      const { status, text } = await get(server, path, { 'x-session-id': sent, authorization: `Bearer ${sent}` });
      answers.push(text);
      return status;
    };
    expect(await ask('/me', id)).toBe(200);
    expect(await ask('/me', unknown)).toBe(401);
    expect(await ask('/unguarded', id)).toBe(500);
    server.clock.advance(IDLE_MS);
    expect(await ask('/me', id)).toBe(410);
    await server.store.close();
    expect(await ask('/me', id)).toBe(503);
    const output = answers.join('\n') + server.log.text;
    expect(output).toContain('The session has expired.');
    expect(output).not.toContain(id);
    expect(output).not.toContain(unknown);
  });
});

/** Uses Node's own client, because it can send the same header several times. */
function statusOf({ url }: GuardedServer, headers: Record<string, string | string[]>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${url}/me`, { headers, agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    sent.once('error', reject).end();
  });
}
