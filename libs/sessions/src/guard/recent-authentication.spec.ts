import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, UseGuards } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { get } from '../../test/http/ask.js';
import { socketIoClient } from '../../test/http/gateway-clients.js';
import { ADAPTER_NAMES, GuardedServers } from '../../test/http/guarded-server.js';
import { CurrentSession, OptionalSession, RequireRecentAuthentication, SessionGuard, type Session } from '../index.js';

const MINUTE = 60_000;

@Controller()
@UseGuards(SessionGuard)
class AccountController {
  @Get('me')
  me(@CurrentSession() session: Session): object {
    return { userId: session.userId };
  }

  @Get('close')
  @RequireRecentAuthentication('5m')
  close(@CurrentSession() session: Session): object {
    return { closed: session.userId };
  }
}

/** Has no other guard. */
@Controller('money')
@RequireRecentAuthentication('5m')
class MoneyController {
  @Get('send')
  @RequireRecentAuthentication(MINUTE)
  send(@CurrentSession() session: Session): object {
    return { from: session.userId };
  }

  @Get('balance')
  @OptionalSession()
  balance(@CurrentSession() session: Session | undefined): object {
    return { of: session?.userId ?? null };
  }
}

@Injectable()
@WebSocketGateway()
class MoneyGateway {
  @SubscribeMessage('send')
  @RequireRecentAuthentication('5m')
  send(@CurrentSession() session: Session): object {
    return { event: 'send', data: { from: session.userId } };
  }
}

const servers = new GuardedServers();
afterEach(() => servers.closeAll());

describe.each(ADAPTER_NAMES)('@RequireRecentAuthentication() on %s', (adapter) => {
  const controllers = [AccountController, MoneyController];
  const of = ({ id }: Session): Record<string, string> => ({ 'x-session-id': id });

  it('admits a session until exactly its time after the login, by the clock of the store', async () => {
    const server = await servers.start({ adapter, controllers });
    const session = await server.login('ada');
    server.clock.advance(5 * MINUTE - 1);
    expect(await get(server, '/close', of(session))).toMatchObject({ status: 200, body: { closed: 'ada' } });
    server.clock.advance(1);
    expect(await get(server, '/close', of(session))).toMatchObject({
      status: 401,
      challenge: 'Bearer error="insufficient_user_authentication", max_age="300"',
      body: {
        statusCode: 401,
        error: 'Unauthorized',
        code: 'REAUTHENTICATION_REQUIRED',
        message: 'The user must authenticate again.',
        authenticatedAt: new Date(session.createdAt).toISOString(),
        withinMs: 5 * MINUTE,
      },
    });
    expect(await get(server, '/me', of(session))).toMatchObject({ status: 200 });
    expect(await get(server, '/close', of(await server.login('ada')))).toMatchObject({ status: 200 });
  });

  it('admits a session again once its user has authenticated again, and one that began without a proof only then', async () => {
    const server = await servers.start({ adapter, controllers });
    const remembered = await server.sessions.create({ userId: 'ada', authenticated: false });
    const refused = await get(server, '/close', of(remembered));
    expect(refused).toMatchObject({ status: 401, body: { code: 'REAUTHENTICATION_REQUIRED', withinMs: 5 * MINUTE } });
    expect(refused.body).not.toHaveProperty('authenticatedAt');
    for (const session of [remembered, await server.login('ada')]) {
      server.clock.advance(5 * MINUTE);
      await server.sessions.authenticated(session.id);
      expect(await get(server, '/close', of(session))).toMatchObject({ status: 200 });
      server.clock.advance(5 * MINUTE);
      expect(await get(server, '/close', of(session))).toMatchObject({ status: 401 });
    }
  });

  it('goes by the clock that also moves graces and expiry', async () => {
    const server = await servers.start({ adapter, controllers });
    const { sessions, clock } = server;
    const before = await server.login('ada');
    const rotated = await sessions.rotate(before.id, { grace: MINUTE });
    if (rotated.state !== 'active') throw new Error(`The session is ${rotated.state}.`);
    const { session } = rotated;
    clock.advance(MINUTE - 1);
    expect(await get(server, '/me', of(before))).toMatchObject({ status: 200 });
    clock.advance(1);
    expect(await get(server, '/me', of(before))).toMatchObject({ status: 401, body: { reason: 'rotated' } });
    expect(await get(server, '/close', of(session))).toMatchObject({ status: 200 });
    clock.advance(4 * MINUTE);
    expect(await get(server, '/close', of(session))).toMatchObject({ status: 401 });
    const found = await sessions.touch(session.id);
    if (found.state !== 'active') throw new Error(`The session is ${found.state}.`);
    clock.set(found.session.expiresAt - 1);
    expect(await sessions.get(session.id)).toMatchObject({ state: 'active' });
    clock.advance(1);
    const expiredAt = new Date(clock.now()).toISOString();
    expect(await get(server, '/me', of(session))).toMatchObject({ status: 410, body: { reason: 'idle', expiredAt } });
  });

  it('brings its own guard, and a handler overrides its class', async () => {
    const server = await servers.start({ adapter, controllers });
    expect(await get(server, '/money/send')).toMatchObject({ status: 401, body: { code: 'SESSION_REQUIRED' } });
    const session = await server.login('ada');
    server.clock.advance(MINUTE);
    const refused = { status: 401, body: { code: 'REAUTHENTICATION_REQUIRED' } };
    expect(await get(server, '/money/send', of(session))).toMatchObject(refused);
    expect(await get(server, '/money/balance', of(session))).toMatchObject({ status: 200 });
    server.clock.advance(4 * MINUTE);
    expect(await get(server, '/money/balance', of(session))).toMatchObject(refused);
    expect(await get(server, '/money/balance')).toMatchObject({ status: 200, body: { of: null } });
  });

  it('keeps the cookie of a session that must only authenticate again', async () => {
    const cookie = { name: 'sid', secure: false };
    const server = await servers.start({ adapter, controllers, sessions: { cookie } });
    const { id } = await server.login('ada');
    server.clock.advance(5 * MINUTE);
    const refused = await get(server, '/close', { cookie: `sid=${id}` });
    expect(refused).toMatchObject({ status: 401, body: { code: 'REAUTHENTICATION_REQUIRED' } });
    expect(refused.text).not.toContain('set-cookie');
  });
});

describe('@RequireRecentAuthentication()', () => {
  it('refuses a message of a gateway', async () => {
    const server = await servers.start({ providers: [MoneyGateway] });
    const { id } = await server.login('ada');
    const client = await socketIoClient(server.url, { headers: { 'x-session-id': id } });
    expect(await client.ask('send')).toEqual({ event: 'send', data: { from: 'ada' } });
    server.clock.advance(5 * MINUTE);
    const data: unknown = expect.objectContaining({ statusCode: 401, code: 'REAUTHENTICATION_REQUIRED' });
    expect(await client.ask('send')).toEqual({ event: 'exception', data });
    client.close();
  });

  it.each([0, -1, NaN])('refuses the time %p', (within) => {
    expect(() => RequireRecentAuthentication(within)).toThrow(
      `@RequireRecentAuthentication() does not work with these options: within is ${String(within)}`,
    );
  });
});
