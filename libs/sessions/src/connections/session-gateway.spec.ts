import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, type INestApplication } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { EventEmitter, once } from 'node:events';
import { connectSocketIo, connectWs, type GatewayConnection } from '../../test/http/gateway-connections.js';
import { GuardedServers, type GuardedServer } from '../../test/http/guarded-server.js';
import {
  AllowGuests,
  connectedSession,
  CurrentSession,
  getSessionsToken,
  MemorySessionStore,
  OptionalSession,
  SessionGateway,
  SessionsModule,
  SessionsService,
  SessionSweeper,
  type Session,
  type SessionsModuleOptions,
} from '../index.js';

const admitted = new EventEmitter<{ client: [userId: string | undefined] }>();

@Injectable()
@WebSocketGateway()
@SessionGateway()
class Chat {
  handleConnection(client: object): void {
    admitted.emit('client', connectedSession(client)?.userId);
  }

  @SubscribeMessage('me')
  me(@CurrentSession() session: Session): object {
    return { event: 'me', data: { userId: session.userId, renewals: session.renewalCount } };
  }
}

@Injectable()
@WebSocketGateway()
@SessionGateway()
@AllowGuests()
class GuestChat {
  handleConnection(client: object): void {
    admitted.emit('client', connectedSession(client)?.userId);
  }

  @SubscribeMessage('me')
  me(@CurrentSession() session: Session): object {
    return { event: 'me', data: { userId: session.userId ?? null } };
  }
}

@Injectable()
@WebSocketGateway()
@SessionGateway()
@OptionalSession()
class OpenChat {
  handleConnection(client: object): void {
    admitted.emit('client', connectedSession(client)?.userId);
  }
}

@Injectable()
@WebSocketGateway()
@SessionGateway('default', 'staff')
class SharedChat {
  handleConnection(client: object): void {
    admitted.emit('client', connectedSession(client)?.userId ?? connectedSession(client, 'staff')?.userId);
  }
}

const ADAPTERS = [
  { name: 'Socket.IO', connect: connectSocketIo, kicked: () => 'io server disconnect' },
  { name: 'ws', connect: connectWs, kicked: (statusCode: number) => (statusCode === 503 ? 1013 : 4000 + statusCode) },
];

const servers = new GuardedServers();
const open: GatewayConnection[] = [];
afterEach(async () => {
  for (const connection of open.splice(0)) connection.close();
  await servers.closeAll();
});

describe.each(ADAPTERS)('@SessionGateway() on $name', ({ name, connect, kicked }) => {
  const start = (provider = Chat as new () => object, sessions: SessionsModuleOptions = {}): Promise<GuardedServer> =>
    servers.start({
      providers: [provider],
      sessions,
      prepare: (app: INestApplication) => name === 'ws' && app.useWebSocketAdapter(new WsAdapter(app)),
    });

  function connectWith(server: GuardedServer, headers: Record<string, string> = {}): GatewayConnection {
    const connection = connect(server.url, { headers });
    open.push(connection);
    return connection;
  }

  async function connected(server: GuardedServer, { id }: Session): Promise<GatewayConnection> {
    const isAdmitted = once(admitted, 'client');
    const connection = connectWith(server, { 'x-session-id': id });
    await isAdmitted;
    return connection;
  }

  it('admits a client with an active session, without recording activity', async () => {
    const server = await start();
    const session = await server.login('ada');
    server.clock.advance(60_000);
    const isAdmitted = once(admitted, 'client');
    const connection = connectWith(server, { 'x-session-id': session.id });
    expect(await isAdmitted).toEqual(['ada']);
    expect([...server.calls]).toEqual([['get', 1]]);
    expect(await connection.ask('me')).toEqual({ event: 'me', data: { userId: 'ada', renewals: 1 } });
  });

  it('refuses a client without an active session, before the handler of the gateway', async () => {
    const server = await start();
    admitted.once('client', () => {
      throw new Error('No client must be admitted.');
    });
    expect(await connectWith(server).closed).toEqual({
      exception: expect.objectContaining({ status: 'error', statusCode: 401, code: 'SESSION_REQUIRED' }),
      how: kicked(401),
    });
    const expired = await server.login('ada');
    server.clock.set(expired.expiresAt);
    expect(await connectWith(server, { 'x-session-id': expired.id }).closed).toEqual({
      exception: expect.objectContaining({ statusCode: 410, code: 'SESSION_EXPIRED', reason: 'idle' }),
      how: kicked(410),
    });
    await server.store.close();
    expect(await connectWith(server, { 'x-session-id': expired.id }).closed).toEqual({
      exception: expect.objectContaining({ statusCode: 503, code: 'STORE_UNAVAILABLE' }),
      how: kicked(503),
    });
    admitted.removeAllListeners();
  });

  it('refuses a guest, unless the gateway allows guests', async () => {
    const closed = await start();
    const { id } = await closed.sessions.createGuest();
    expect(await connectWith(closed, { 'x-session-id': id }).closed).toEqual({
      exception: expect.objectContaining({ statusCode: 401, code: 'SIGN_IN_REQUIRED' }),
      how: kicked(401),
    });
    const open = await start(GuestChat);
    const connection = await connected(open, await open.sessions.createGuest());
    expect(await connection.ask('me')).toEqual({ event: 'me', data: { userId: null } });
  });

  it('closes the connections of a guest who signs in: somebody else may have planted the id', async () => {
    const server = await start(GuestChat);
    const guest = await server.sessions.createGuest();
    const connection = await connected(server, guest);
    const found = await server.sessions.signIn(guest.id, 'ada');
    const exception = expect.objectContaining({ statusCode: 401, code: 'SESSION_ENDED', reason: 'signed-in' });
    expect(await connection.closed).toEqual({ exception, how: kicked(401) });
    if (found.state !== 'active') throw new Error('The guest did not sign in.');
    expect(await (await connected(server, found.session)).ask('me')).toMatchObject({ data: { userId: 'ada' } });
  });

  it('closes the connections of a session that is deleted, and no others', async () => {
    const server = await start();
    const [ada, bob] = [await server.login('ada'), await server.login('bob')];
    const [one, two] = [await connected(server, ada), await connected(server, ada)];
    const other = await connected(server, bob);
    await server.sessions.delete(ada.id, { reason: 'stolen', by: 'admin:7' });
    const exception = expect.objectContaining({ statusCode: 401, code: 'SESSION_ENDED', reason: 'stolen' });
    for (const { closed } of [one, two]) expect(await closed).toEqual({ exception, how: kicked(401) });
    expect(await other.ask('me')).toMatchObject({ data: { userId: 'bob' } });
    expect(other.isOpen).toBe(true);
  });

  it.each<[string, SessionsModuleOptions, (server: GuardedServer, session: Session) => Promise<unknown>, object]>([
    ['revoked', {}, ({ sessions }) => sessions.revokeByUser('ada'), { code: 'SESSION_ENDED', reason: 'revoked' }],
    [
      'evicted',
      { maxPerUser: { max: 1, policy: 'evict-oldest' } },
      ({ sessions }) => sessions.create({ userId: 'ada' }),
      { code: 'SESSION_ENDED', reason: 'evicted' },
    ],
    [
      'swept after it expired',
      {},
      ({ app, clock }, { expiresAt }) => {
        clock.set(expiresAt);
        return app.get(SessionSweeper).sweepNow();
      },
      { code: 'SESSION_EXPIRED', reason: 'idle' },
    ],
    [
      'quarantined',
      { metadataSchema: refusesLater() },
      async ({ sessions }, { id }) => {
        refusing = true;
        return sessions.get(id);
      },
      { code: 'SESSION_REQUIRED' },
    ],
  ])('closes the connection of a session that is %s', async (_, options, end, reason) => {
    refusing = false;
    const server = await start(Chat, options);
    const session = await server.login('ada');
    const { closed } = await connected(server, session);
    await end(server, session);
    expect(await closed).toMatchObject({ exception: reason });
  });

  it('keeps a connection open when its session gets a new id, and closes it when that session ends', async () => {
    const server = await start();
    const session = await server.login('ada');
    const connection = await connected(server, session);
    const rotated = await server.sessions.rotate(session.id);
    if (rotated.state !== 'active') throw new Error('It was not rotated.');
    server.clock.advance(60_000);
    expect(await connection.ask('me')).toEqual({ event: 'me', data: { userId: 'ada', renewals: 1 } });
    await server.sessions.delete(rotated.session.id);
    expect(await connection.closed).toMatchObject({ exception: { code: 'SESSION_ENDED', reason: 'deleted' } });
  });

  it('admits clients without a session under @OptionalSession()', async () => {
    const server = await start(OpenChat);
    const isAdmitted = once(admitted, 'client');
    const stranger = connectWith(server);
    expect(await isAdmitted).toEqual([undefined]);
    const ada = await server.login('ada');
    const { closed } = await connected(server, ada);
    await server.sessions.delete(ada.id);
    await closed;
    expect(stranger.isOpen).toBe(true);
  });

  it('admits any of several kinds', async () => {
    const staff = SessionsModule.forRoot({ name: 'staff', store: new MemorySessionStore(), sweep: false });
    const server = await servers.start({
      providers: [SharedChat],
      imports: [staff],
      prepare: (app: INestApplication) => name === 'ws' && app.useWebSocketAdapter(new WsAdapter(app)),
    });
    const clerks = server.app.get<SessionsService>(getSessionsToken('staff'));
    const clerk = await clerks.create({ userId: 'bob' });
    const { closed } = await connected(server, clerk);
    const customer = await connected(server, await server.login('ada'));
    await clerks.delete(clerk.id);
    expect(await closed).toMatchObject({ exception: { code: 'SESSION_ENDED' } });
    expect(customer.isOpen).toBe(true);
  });
});

let refusing = false;

/** A schema that accepts metadata until the test says otherwise. */
function refusesLater(): NonNullable<SessionsModuleOptions['metadataSchema']> {
  return {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => (refusing ? { issues: [{ message: 'refused' }] } : { value }),
    },
  };
}
