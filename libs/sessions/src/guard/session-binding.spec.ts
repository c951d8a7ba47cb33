import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Headers, Post, Req, UseGuards, type Provider } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { connectSocketIo, type GatewayConnection } from '../../test/http/gateway-connections.js';
import { get } from '../../test/http/ask.js';
import { ADAPTER_NAMES, GuardedServers } from '../../test/http/guarded-server.js';
import {
  CurrentSession,
  SessionGateway,
  SessionGuard,
  SessionsModule,
  SessionsService,
  type GuardOptions,
  type IncomingRequest,
  type Session,
} from '../index.js';

const bindKey = 'a key that all instances have, 32 bytes';
const bind = ({ headers }: IncomingRequest): string | undefined => /\w+/.exec(String(headers['user-agent']))?.[0];

@Controller()
class ShopController {
  constructor(private readonly sessions: SessionsService) {}

  @Post('login')
  async login(@Req() boundTo: IncomingRequest, @Headers('x-user') userId: string): Promise<object> {
    const { id } = await this.sessions.create({ userId, attributes: { shop: 7 }, boundTo });
    return { id };
  }

  @Get('me')
  @UseGuards(SessionGuard)
  me(@CurrentSession() session: Session): object {
    return { userId: session.userId };
  }
}

@WebSocketGateway()
@SessionGateway()
class Chat {
  @SubscribeMessage('me')
  me(@CurrentSession() session: Session): object {
    return { event: 'me', data: { userId: session.userId } };
  }
}

const servers = new GuardedServers();
afterEach(() => servers.closeAll());

describe.each(ADAPTER_NAMES)('guard.bind on %s', (adapter) => {
  async function shop(guard: GuardOptions = {}, providers: Provider[] = []) {
    const server = await servers.start({
      adapter,
      controllers: [ShopController],
      providers,
      sessions: { guard: { bind, bindKey, ...guard } },
    });
    const heard: string[] = [];
    server.sessions.events$.subscribe(({ type }) => heard.push(type));
    const signIn = async (userAgent: string): Promise<string> => {
      const headers = { 'user-agent': userAgent, 'x-user': 'ada' };
      const response = await fetch(`${server.url}/login`, { method: 'POST', headers });
      return String(Reflect.get(Object(await response.json()), 'id'));
    };
    return { ...server, heard, signIn };
  }

  it('admits the client for which the session was created, and refuses another one', async () => {
    const server = await shop();
    const id = await server.signIn('Firefox/141');
    const before = await server.sessions.get(id);
    server.clock.advance(60_000);
    const stolen = await get(server, '/me', { 'x-session-id': id, 'user-agent': 'curl/8' });
    expect(stolen).toMatchObject({ status: 401, body: { code: 'SESSION_MISMATCHED' } });
    expect(server.heard).toEqual(['created', 'mismatched']);
    const after = await server.sessions.get(id);
    expect(after).toMatchObject({ session: 'session' in before ? before.session : undefined });
    expect(await get(server, '/me', { 'x-session-id': id, 'user-agent': 'Firefox/142' })).toMatchObject({
      status: 200,
    });
    expect(await server.sessions.get(id)).toMatchObject({ session: { renewalCount: 1 } });
  });

  it('admits another client and reports it, if the option says so', async () => {
    const server = await shop({ onMismatch: 'report' });
    const id = await server.signIn('Firefox/141');
    expect(await get(server, '/me', { 'x-session-id': id, 'user-agent': 'curl/8' })).toMatchObject({ status: 200 });
    expect(server.heard).toContain('mismatched');
  });

  it('keeps a keyed hash only', async () => {
    const server = await shop();
    const found = await server.sessions.get(await server.signIn('Firefox/141'));
    if (found.state !== 'active') throw new Error('There is no session.');
    expect(found.session.attributes).toEqual({
      shop: 7,
      'nest-sessions:binding': expect.stringMatching(/^[\w-]{43}$/),
    });
    const other = await servers.start({
      controllers: [ShopController],
      sessions: { guard: { bind, bindKey: 'another key of at least thirty-two bytes' } },
    });
    const same = await other.sessions.create({ userId: 'ada', boundTo: { headers: { 'user-agent': 'Firefox/141' } } });
    expect(same.attributes['nest-sessions:binding']).not.toBe(found.session.attributes['nest-sessions:binding']);
  });

  it('refuses a connection of another client to a gateway', async () => {
    const server = await shop({}, [Chat]);
    const id = await server.signIn('Firefox/141');
    const connectAs = (userAgent: string): GatewayConnection =>
      connectSocketIo(server.url, { headers: { 'x-session-id': id, 'user-agent': userAgent } });
    expect(await connectAs('curl/8').closed).toMatchObject({ exception: { code: 'SESSION_MISMATCHED' } });
    const connection = connectAs('Firefox/142');
    expect(await connection.ask('me')).toEqual({ event: 'me', data: { userId: 'ada' } });
    connection.close();
  });

  it('admits any client to a session that is not bound', async () => {
    const server = await shop();
    const { id } = await server.sessions.create({ userId: 'ada' });
    expect(await get(server, '/me', { 'x-session-id': id, 'user-agent': 'curl/8' })).toMatchObject({ status: 200 });
  });
});

describe('guard.bind', () => {
  it('needs a key, and create() needs both', async () => {
    const build = (): unknown => SessionsModule.forRoot({ guard: { bind } });
    expect(build).toThrow(
      'guard.bindKey is undefined, allowed is with guard.bind a string or bytes, of at least 32 bytes',
    );
    const server = await servers.start({ controllers: [ShopController] });
    const unbound = server.sessions.create({ userId: 'ada', boundTo: { headers: {} } });
    await expect(unbound).rejects.toThrow('boundTo needs the options guard.bind and guard.bindKey');
    const forged = server.sessions.create({ userId: 'ada', attributes: { 'nest-sessions:binding': 'x' } });
    await expect(forged).rejects.toThrow("must not have 'nest-sessions:binding'");
  });
});
