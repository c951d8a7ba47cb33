import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, createParamDecorator, Get, UseGuards, type ExecutionContext } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { get } from '../../test/http/ask.js';
import { ADAPTER_NAMES, GuardedServers } from '../../test/http/guarded-server.js';
import {
  AllowGuests,
  CurrentSession,
  currentSession,
  SkipTouch,
  OptionalSession,
  SessionGuard,
  type Session,
} from '../index.js';

const IDLE_MS = 30 * 60_000;
const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext) => currentSession(context)?.userId);

@Controller('me')
@UseGuards(SessionGuard)
class MeController {
  @Get()
  me(@CurrentUser() userId: string): object {
    return { userId };
  }

  @Get('poll')
  @SkipTouch()
  poll(@CurrentSession() session: Session): object {
    return { userId: session.userId, lastActivityAt: session.lastActivityAt };
  }

  @Get('cart')
  @AllowGuests()
  cart(@CurrentSession() session: Session): object {
    return { guest: session.userId === undefined };
  }

  @Get('maybe')
  @OptionalSession()
  maybe(@CurrentSession() session: Session | undefined): object {
    return { userId: session?.userId ?? null };
  }
}

@Controller('lenient')
@UseGuards(SessionGuard)
@OptionalSession()
@SkipTouch()
class LenientController {
  @Get()
  lenient(): object {
    return {};
  }

  @Get('strict')
  @OptionalSession(false)
  @SkipTouch(false)
  strict(): object {
    return {};
  }
}

@Controller('unguarded')
class UnguardedController {
  @Get()
  unguarded(@CurrentSession() session: Session): object {
    return { userId: session.userId };
  }
}

const controllers = [MeController, LenientController];
const providers = [{ provide: APP_GUARD, useExisting: SessionGuard }];

describe.each(ADAPTER_NAMES)('The decorators of SessionGuard on %s', (adapter) => {
  const servers = new GuardedServers();
  afterEach(() => servers.closeAll());

  it('@SkipTouch() reads the session without recording activity', async () => {
    const server = await servers.start({ adapter, controllers, providers });
    const { id, createdAt } = await server.login('ada');
    server.clock.advance(IDLE_MS - 1);
    const { body } = await get(server, '/me/poll', { 'x-session-id': id });
    expect(body).toEqual({ userId: 'ada', lastActivityAt: createdAt });
    expect([...server.calls]).toEqual([['get', 1]]);
    server.clock.advance(1);
    expect(await get(server, '/me/poll', { 'x-session-id': id })).toMatchObject({ status: 410 });
  });

  it('@OptionalSession() admits requests without an active session', async () => {
    const server = await servers.start({ adapter, controllers, providers });
    const { id } = await server.login('ada');
    const nobody = { status: 200, body: { userId: null } };
    expect(await get(server, '/me/maybe')).toMatchObject(nobody);
    expect(await get(server, '/me/maybe', { 'x-session-id': 'unknown' })).toMatchObject(nobody);
    server.reset();
    expect(await get(server, '/me/maybe', { 'x-session-id': id })).toMatchObject({ body: { userId: 'ada' } });
    expect([...server.calls]).toEqual([['touch', 1]]);
    server.clock.advance(IDLE_MS);
    expect(await get(server, '/me/maybe', { 'x-session-id': id })).toMatchObject(nobody);
  });

  it('@AllowGuests() admits guests, whom other handlers refuse unless a session is optional', async () => {
    const server = await servers.start({ adapter, controllers, providers });
    const guest = await server.sessions.createGuest();
    const as = ({ id }: Session) => ({ 'x-session-id': id });
    expect(await get(server, '/me/cart', as(guest))).toMatchObject({ status: 200, body: { guest: true } });
    expect(await get(server, '/me/maybe', as(guest))).toMatchObject({ status: 200, body: { userId: null } });
    expect(await get(server, '/me', as(guest))).toMatchObject({
      status: 401,
      body: { statusCode: 401, error: 'Unauthorized', message: 'The session has no user.', code: 'SIGN_IN_REQUIRED' },
    });
    const ada = await server.login('ada');
    expect(await get(server, '/me/cart', as(ada))).toMatchObject({ status: 200, body: { guest: false } });
  });

  it('a guest keeps the cookie where it is refused, and a late request with the old id does not clear the new one', async () => {
    const sessions = { cookie: { name: 'sid' } };
    const server = await servers.start({ adapter, controllers, providers, sessions });
    const guest = await server.sessions.createGuest();
    const asGuest = (): Promise<Response> => fetch(`${server.url}/me`, { headers: { cookie: `sid=${guest.id}` } });
    expect((await asGuest()).headers.get('set-cookie')).toBeNull();
    await server.sessions.signIn(guest.id, 'ada');
    const late = await asGuest();
    expect(await late.json()).toMatchObject({ code: 'SESSION_ENDED', reason: 'signed-in' });
    expect(late.headers.get('set-cookie')).toBeNull();
  });

  it('a decorator on a handler overrides the same decorator on its class', async () => {
    const server = await servers.start({ adapter, controllers });
    const { id } = await server.login('ada');
    expect(await get(server, '/lenient')).toMatchObject({ status: 200 });
    expect(await get(server, '/lenient/strict')).toMatchObject({ status: 401 });
    await get(server, '/lenient', { 'x-session-id': id });
    await get(server, '/lenient/strict', { 'x-session-id': id });
    expect([...server.calls]).toEqual([
      ['get', 1],
      ['touch', 1],
    ]);
  });

  it('@CurrentSession() without SessionGuard answers 500 and logs what to do', async () => {
    const server = await servers.start({ adapter, controllers: [UnguardedController] });
    const { id } = await server.login('ada');
    expect(await get(server, '/unguarded', { 'x-session-id': id })).toMatchObject({ status: 500 });
    expect(server.log.text).toContain('UnguardedController.unguarded uses the current session');
    expect(server.log.text).toContain('@UseGuards(SessionGuard)');
  });

  it('currentSession() serves decorators of the application', async () => {
    const server = await servers.start({ adapter, controllers });
    const { id } = await server.login('ada');
    expect(await get(server, '/me', { 'x-session-id': id })).toMatchObject({ status: 200, body: { userId: 'ada' } });
  });

  it('work together in a process that loads the package twice', async () => {
    await jest.isolateModulesAsync(async () => {
      const copy = await import('../index.js');
      expect(copy.CurrentSession).not.toBe(CurrentSession);
      @Controller('copy')
      @UseGuards(SessionGuard)
      class CopyController {
        @Get()
        @copy.OptionalSession()
        me(@copy.CurrentSession() session: Session | undefined): object {
          return { userId: session?.userId ?? null };
        }
      }
      const server = await servers.start({ adapter, controllers: [CopyController] });
      const { id } = await server.login('ada');
      expect(await get(server, '/copy', { 'x-session-id': id })).toMatchObject({ body: { userId: 'ada' } });
      expect(await get(server, '/copy')).toMatchObject({ body: { userId: null } });
    });
  });
});
