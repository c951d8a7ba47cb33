import { afterEach, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { io } from 'socket.io-client';
import { AppModule } from '../../test/examples/guard.js';

let app: INestApplication | undefined;
afterEach(() => app?.close());

it.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('The examples of the guard work on %s', async (_, adapter) => {
  app = await NestFactory.create(AppModule.register(), adapter(), { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const send = (method: string, path: string, cookie = '', body?: string): Promise<Response> =>
    fetch(url + path, { method, headers: { cookie, 'content-type': 'application/json' }, body: body ?? null });

  const [set = ''] = (await send('POST', '/login', '', '{"user":"ada"}')).headers.getSetCookie();
  const [cookie = ''] = set.split(';');
  expect(await (await send('GET', '/me', cookie)).json()).toEqual({ userId: 'ada' });
  expect(await (await send('GET', '/unread', cookie)).json()).toEqual({ of: 'ada', unread: 0 });

  const socket = io(url, { transports: ['websocket'], extraHeaders: { cookie }, forceNew: true });
  const said = await new Promise((resolve) => socket.once('said', resolve).emit('say', 'hello'));
  socket.close();
  expect(said).toEqual({ by: 'ada' });

  expect((await send('GET', '/me')).status).toBe(401);
  expect((await send('POST', '/logout', cookie, '{}')).headers.getSetCookie()).toEqual([
    expect.stringContaining('Max-Age=0'),
  ]);
  expect((await send('GET', '/me', cookie)).status).toBe(401);
});
