import { afterEach, describe, expect, it } from '@jest/globals';
import { SESSIONS } from './client.js';
import { error } from './error-answer.js';
import { SERVER_KINDS, Servers } from './server.js';

const MINUTE = 60_000;

describe.each(SERVER_KINDS)('A server on %s that remembers endings for ten minutes', (kind) => {
  const servers = new Servers(kind);
  afterEach(() => servers.closeAll());

  const start = (): ReturnType<Servers['start']> => servers.start({ env: { SESSIONS_REMEMBER_ENDINGS_MINUTES: '10' } });

  it('answers 410 with the reason before and after a sweep, and 404 once it has forgotten', async () => {
    const { client, clock, store } = await start();
    const { sessionId, expiresAt } = await client.create();
    clock.advance(30 * MINUTE);
    const expired = {
      status: 410,
      body: { error: { code: 'SESSION_EXPIRED', details: { expiredAt: expiresAt, reason: 'idle' } } },
    };
    expect(await client.get(`${SESSIONS}/${sessionId}`)).toMatchObject(expired);
    await store.sweep(10);
    clock.advance(10 * MINUTE - 1);
    for (const answer of [
      await client.get(`${SESSIONS}/${sessionId}`),
      await client.post(`${SESSIONS}/${sessionId}/heartbeat`),
      await client.post(`${SESSIONS}/${sessionId}/renew`),
      await client.patch(`${SESSIONS}/${sessionId}/timeout`, { autoRenew: true }),
      await client.delete(`${SESSIONS}/${sessionId}`),
    ]) {
      expect(answer).toMatchObject(expired);
    }
    clock.advance(1);
    expect(await client.get(`${SESSIONS}/${sessionId}`)).toMatchObject(error(404, 'SESSION_NOT_FOUND'));
  });

  it('answers 404 for a deleted session', async () => {
    const { client } = await start();
    const { sessionId } = await client.create();
    await client.delete(`${SESSIONS}/${sessionId}`);
    expect(await client.get(`${SESSIONS}/${sessionId}`)).toMatchObject(error(404, 'SESSION_NOT_FOUND'));
    expect(await client.delete(`${SESSIONS}/${sessionId}`)).toMatchObject(error(404, 'SESSION_NOT_FOUND'));
  });
});
