import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Injectable,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type INestApplication,
  type NestInterceptor,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import { EventEmitter, once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Observable } from 'rxjs';
import { socketIoClient, wsClient, type Client, type Credentials } from '../../test/http/gateway-clients.js';
import { GuardedServers, type GuardedServer } from '../../test/http/guarded-server.js';
import {
  CurrentSession,
  fromBearer,
  fromCookie,
  fromHandshakeAuth,
  registerHandshake,
  SkipTouch,
  OptionalSession,
  SessionGuard,
  type Session,
} from '../index.js';

const IDLE_MS = 30 * 60_000;

/** Holds messages that the guard has admitted until the test emits `released`. */
class Hold implements NestInterceptor {
  static readonly events = new EventEmitter();

  async intercept(_: unknown, next: CallHandler): Promise<Observable<unknown>> {
    Hold.events.emit('arrived');
    await once(Hold.events, 'released');
    return next.handle();
  }
}

@UseGuards(SessionGuard)
class Messages {
  @SubscribeMessage('held')
  @UseInterceptors(Hold)
  held(@CurrentSession() session: Session): object {
    return { event: 'held', data: { userId: session.userId } };
  }

  @SubscribeMessage('me')
  @UseGuards(SessionGuard)
  me(@CurrentSession() session: Session): object {
    const { userId, lastActivityAt, renewalCount } = session;
    return { event: 'me', data: { userId, lastActivityAt, renewalCount } };
  }

  @SubscribeMessage('poll')
  @SkipTouch()
  poll(@CurrentSession() session: Session): object {
    return { event: 'poll', data: { userId: session.userId, lastActivityAt: session.lastActivityAt } };
  }

  @SubscribeMessage('maybe')
  @OptionalSession()
  maybe(@CurrentSession() session: Session | undefined): object {
    return { event: 'maybe', data: { userId: session?.userId ?? null } };
  }
}

@Injectable()
@WebSocketGateway()
class SocketIoGateway extends Messages {}

@Injectable()
@WebSocketGateway()
class WsGateway extends Messages implements OnGatewayConnection {
  handleConnection(client: object, request: IncomingMessage): void {
    registerHandshake(client, request);
  }
}

const clients: Client[] = [];

const KINDS = [
  { kind: 'Socket.IO', gateway: SocketIoGateway, open: socketIoClient, prepare: (): void => undefined },
  {
    kind: 'ws',
    gateway: WsGateway,
    open: wsClient,
    prepare: (app: INestApplication): void => void app.useWebSocketAdapter(new WsAdapter(app)),
  },
];

function refusal(statusCode: number, code: string, message: string): object {
  const data = expect.objectContaining({ status: 'error', statusCode, code, message });
  return { event: 'exception', data };
}

describe.each(KINDS)('SessionGuard at gateways of $kind', ({ gateway, open, prepare }) => {
  const servers = new GuardedServers();
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await servers.closeAll();
  });

  const guard = { extractors: [fromBearer(), fromCookie('sid'), fromHandshakeAuth('sessionId')] };
  const providers = [gateway, { provide: APP_GUARD, useExisting: SessionGuard }];
  const start = (): Promise<GuardedServer> => servers.start({ providers, prepare, sessions: { guard } });

  async function connect({ url }: GuardedServer, credentials: Credentials = {}): Promise<Client> {
    const client = await open(url, credentials);
    clients.push(client);
    return client;
  }

  it('records activity once per message', async () => {
    const server = await start();
    const { id } = await server.login('ada');
    const client = await connect(server, { headers: { cookie: `sid=${id}` } });
    for (const renewalCount of [1, 2]) {
      server.clock.advance(1000);
      const lastActivityAt = server.clock.now();
      expect(await client.ask('me')).toEqual({ event: 'me', data: { userId: 'ada', lastActivityAt, renewalCount } });
    }
    expect([...server.calls]).toEqual([['touch', 2]]);
  });

  it('gives each message its own session while other messages run', async () => {
    const server = await start();
    const { id } = await server.login('ada');
    const client = await connect(server, { headers: { cookie: `sid=${id}` } });
    const arrived = once(Hold.events, 'arrived');
    const held = client.ask('held');
    await arrived;
    server.clock.advance(IDLE_MS);
    expect(await client.ask('maybe')).toEqual({ event: 'maybe', data: { userId: null } });
    Hold.events.emit('released');
    expect(await held).toEqual({ event: 'held', data: { userId: 'ada' } });
  });

  it('reads the session without recording activity with @SkipTouch()', async () => {
    const server = await start();
    const { id, createdAt } = await server.login('ada');
    const client = await connect(server, { headers: { authorization: `Bearer ${id}` } });
    server.clock.advance(1000);
    expect(await client.ask('poll')).toEqual({ event: 'poll', data: { userId: 'ada', lastActivityAt: createdAt } });
    expect([...server.calls]).toEqual([['get', 1]]);
  });

  it('refuses messages without a session, and messages after the session has ended', async () => {
    const server = await start();
    const [ada, bob] = [await server.login('ada'), await server.login('bob')];
    const client = await connect(server, { headers: { cookie: `sid=${ada.id}` } });
    const other = await connect(server, { headers: { cookie: `sid=${bob.id}` } });
    const nobody = await connect(server);
    expect(await client.ask('me')).toMatchObject({ event: 'me' });
    await server.sessions.delete(ada.id);
    expect(await client.ask('me')).toEqual(refusal(401, 'SESSION_ENDED', 'The session was ended.'));
    expect(await other.ask('me')).toMatchObject({ event: 'me', data: { userId: 'bob' } });
    server.clock.advance(IDLE_MS);
    expect(await other.ask('me')).toEqual(refusal(410, 'SESSION_EXPIRED', 'The session has expired.'));
    expect(await nobody.ask('me')).toEqual(refusal(401, 'SESSION_REQUIRED', 'The request names no active session.'));
    await server.store.close();
    const unavailable = 'Sessions are out of reach for the moment. Try again later.';
    expect(await other.ask('me')).toEqual(refusal(503, 'STORE_UNAVAILABLE', unavailable));
    for (const { id } of [ada, bob]) expect(server.log.text).not.toContain(id);
  });

  it('admits messages without an active session with @OptionalSession()', async () => {
    const server = await start();
    const { id } = await server.login('ada');
    const client = await connect(server, { headers: { cookie: `sid=${id}` } });
    expect(await (await connect(server)).ask('maybe')).toEqual({ event: 'maybe', data: { userId: null } });
    expect(await client.ask('maybe')).toEqual({ event: 'maybe', data: { userId: 'ada' } });
    server.clock.advance(IDLE_MS);
    expect(await client.ask('maybe')).toEqual({ event: 'maybe', data: { userId: null } });
  });

  if (open === socketIoClient) {
    it('finds the id in the auth object that a browser sends', async () => {
      const server = await start();
      const { id } = await server.login('ada');
      const client = await connect(server, { auth: { sessionId: id } });
      expect(await client.ask('me')).toMatchObject({ event: 'me', data: { userId: 'ada' } });
      const other = await connect(server, { auth: { session: id } });
      expect(await other.ask('me')).toMatchObject({ event: 'exception' });
    });
  }
});
