import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, UseGuards } from '@nestjs/common';
import { get } from '../../test/http/ask.js';
import { ADAPTER_NAMES, GuardedServers } from '../../test/http/guarded-server.js';
import { CurrentSession, OptionalSession, SessionGuard, type Session, type SessionRefusal } from '../index.js';

const IDLE_MS = 30 * 60_000;

@Controller('me')
@UseGuards(SessionGuard)
class MeController {
  @Get()
  me(@CurrentSession() session: Session): object {
    return { userId: session.userId };
  }

  @Get('maybe')
  @OptionalSession()
  maybe(@CurrentSession() session: Session | undefined): object {
    return { userId: session?.userId ?? null };
  }
}

describe.each(ADAPTER_NAMES)('A refusal of SessionGuard on %s', (adapter) => {
  const servers = new GuardedServers();
  afterEach(() => servers.closeAll());
  const controllers = [MeController];

  it('answers a request without a session with 401 and says how to authenticate', async () => {
    const server = await servers.start({ adapter, controllers });
    for (const headers of [{}, { 'x-session-id': 'nobody-knows-this' }, { authorization: 'Bearer nobody' }]) {
      const { status, body, challenge } = await get(server, '/me', headers);
      expect({ status, challenge }).toEqual({ status: 401, challenge: 'Bearer' });
      const message = 'The request names no active session.';
      expect(body).toEqual({ statusCode: 401, error: 'Unauthorized', code: 'SESSION_REQUIRED', message });
    }
  });

  it('answers 410 for an expired session, before and after a sweep, and 401 after its ending is forgotten', async () => {
    const server = await servers.start({ adapter, controllers });
    const { id } = await server.login('ada');
    server.clock.advance(IDLE_MS);
    const { status, body, challenge } = await get(server, '/me', { 'x-session-id': id });
    expect({ status, challenge }).toEqual({ status: 410, challenge: null });
    const expiredAt = new Date(server.clock.now()).toISOString();
    const message = 'The session has expired.';
    expect(body).toEqual({
      statusCode: 410,
      error: 'Gone',
      code: 'SESSION_EXPIRED',
      message,
      reason: 'idle',
      expiredAt,
    });
    await server.store.sweep(10);
    expect(await get(server, '/me', { 'x-session-id': id })).toMatchObject({ status: 410, body });
    server.clock.advance(60 * 60_000);
    const required = { status: 401, body: { code: 'SESSION_REQUIRED' } };
    expect(await get(server, '/me', { 'x-session-id': id })).toMatchObject(required);
  });

  it('answers 401 with the reason and the instant for a session that was ended, and not by whom', async () => {
    const server = await servers.start({ adapter, controllers });
    const { id } = await server.login('ada');
    const endedAt = new Date(server.clock.now()).toISOString();
    await server.sessions.delete(id, { reason: 'password changed', by: 'admin:7' });
    server.clock.advance(1000);
    const answer = await get(server, '/me', { 'x-session-id': id });
    expect(answer.text).not.toContain('admin:7');
    expect(answer).toMatchObject({
      status: 401,
      challenge: 'Bearer',
      body: {
        statusCode: 401,
        error: 'Unauthorized',
        code: 'SESSION_ENDED',
        message: 'The session was ended.',
        reason: 'password changed',
        endedAt,
      },
    });
    const other = await server.login('ada');
    await server.sessions.revokeByUser('ada');
    const revoked = { status: 401, body: { code: 'SESSION_ENDED', reason: 'revoked' } };
    expect(await get(server, '/me', { 'x-session-id': other.id })).toMatchObject(revoked);
    expect(await get(server, '/me/maybe', { 'x-session-id': other.id })).toMatchObject({ status: 200 });
  });

  it('answers with the body of the application, which receives the reason', async () => {
    const told: SessionRefusal[] = [];
    const refusalBody = (refusal: SessionRefusal): object => {
      told.push(refusal);
      return { error: { code: refusal.code, of: refusal.kind } };
    };
    const server = await servers.start({ adapter, controllers, sessions: { guard: { refusalBody } } });
    const { id } = await server.login('ada');
    expect(await get(server, '/me')).toMatchObject({
      status: 401,
      body: { error: { code: 'SESSION_REQUIRED', of: 'default' } },
    });
    server.clock.advance(IDLE_MS);
    const expired = await get(server, '/me', { 'x-session-id': id });
    expect(expired).toMatchObject({ status: 410, body: { error: { code: 'SESSION_EXPIRED', of: 'default' } } });
    expect(told[1]).toMatchObject({ reason: 'idle', expiredAt: server.clock.now() });
    const other = await server.login('ada');
    await server.sessions.delete(other.id, { by: 'admin:7' });
    const ended = await get(server, '/me', { 'x-session-id': other.id });
    expect(ended).toMatchObject({ status: 401, body: { error: { code: 'SESSION_ENDED', of: 'default' } } });
    expect(told[2]).toMatchObject({ reason: 'deleted', endedAt: server.clock.now(), by: 'admin:7' });
    expect(JSON.stringify(told)).not.toContain(id);
  });
});
