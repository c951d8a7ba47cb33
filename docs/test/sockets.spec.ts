import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { SessionsService } from 'nest-sessions';
import { RedisFixture } from '../../libs/sessions-redis/test/redis-fixture.js';
import {
  connectSocketIo,
  connectWs,
  type GatewayConnection,
} from '../../libs/sessions/test/http/gateway-connections.js';
import { ExampleDocument } from './example-document.js';
import { examplesOf } from './examples.js';
import { onRedis, Running } from './running.js';

const ADAPTERS = [
  { name: 'Socket.IO', connect: connectSocketIo, prepare: (): void => undefined, how: 'io server disconnect' },
  {
    name: 'ws',
    connect: connectWs,
    prepare: (app: INestApplication): void => void app.useWebSocketAdapter(new WsAdapter(app)),
    how: 4401,
  },
];

const redis = await RedisFixture.open();
const document = new ExampleDocument(examplesOf('docs/recipes/sockets.md'), onRedis(redis.url, redis.freshPrefix()));
const running = new Running();
const open: GatewayConnection[] = [];
afterEach(async () => {
  for (const connection of open.splice(0)) connection.close();
  await running.stop();
});
afterAll(async () => {
  document.remove();
  await redis.close();
  expect(document.left).toEqual([]);
});

describe.each(ADAPTERS)('Sockets on two instances that share a Redis, with $name', ({ connect, prepare, how }) => {
  async function start(): Promise<{
    sessions: SessionsService;
    connectAs: (id?: string) => Promise<GatewayConnection>;
  }> {
    const app = await running.plain(
      await document.classIn('dashboard.module.ts', 'DashboardModule'),
      undefined,
      prepare,
    );
    const connectAs = async (id = ''): Promise<GatewayConnection> => {
      const connection = connect(await app.getUrl(), { headers: { cookie: `sid=${id}` } });
      open.push(connection);
      return connection;
    };
    return { sessions: app.get(SessionsService), connectAs };
  }

  it('are closed within a second when their session ends on the other instance', async () => {
    const [one, other] = [await start(), await start()];
    expect(await (await one.connectAs()).closed).toEqual({
      exception: expect.objectContaining({ code: 'SESSION_REQUIRED' }),
      how,
    });
    const ofBob = await one.connectAs((await one.sessions.create({ userId: 'bob' })).id);
    const delays: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const ada = await one.sessions.create({ userId: 'ada' });
      const connections = [await one.connectAs(ada.id), await other.connectAs(ada.id)];
      for (const connection of connections) await connection.ask('figures');
      const ended = performance.now();
      await other.sessions.delete(ada.id, { by: 'admin:7' });
      for (const { closed } of connections) {
        expect(await closed).toEqual({ exception: expect.objectContaining({ code: 'SESSION_ENDED' }), how });
      }
      delays.push(performance.now() - ended);
    }
    // Checks the third of five, because a busy machine may delay single events.
    expect(delays.sort((first, second) => first - second)[2]).toBeLessThan(1000);
    expect(await ofBob.ask('figures')).toEqual({ event: 'figures', data: { of: 'bob' } });
  });

  it('survive a rotation on the other instance, and end with the session', async () => {
    const [one, other] = [await start(), await start()];
    const session = await one.sessions.create({ userId: 'ada' });
    const connection = await one.connectAs(session.id);
    await connection.ask('figures');
    const rotated = await other.sessions.rotate(session.id);
    if (rotated.state !== 'active') throw new Error('It was not rotated.');
    expect(await connection.ask('figures')).toEqual({ event: 'figures', data: { of: 'ada' } });
    await other.sessions.delete(rotated.session.id);
    expect(await connection.closed).toMatchObject({ exception: { code: 'SESSION_ENDED', reason: 'deleted' } });
  });
});
