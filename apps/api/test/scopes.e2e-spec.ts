import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AGENT, HEALTH, SESSIONS, sessionOf, USER } from './client.js';
import { Servers, type TestServer } from './server.js';

const ADMIN = '/api/messaging/admin';
const KEYS = {
  reader: 'correct-horse-of-the-reader',
  writer: 'correct-horse-of-the-writer',
  ops: 'correct-horse-of-the-operators',
};

describe('API keys with scopes', () => {
  const servers = new Servers();
  let server: TestServer;
  let id: string;
  const as = (name: keyof typeof KEYS): { headers: Record<string, string> } => ({
    headers: { 'x-api-key': KEYS[name] },
  });
  const body = { agentId: AGENT, userId: USER };

  beforeAll(async () => {
    server = await servers.start({
      env: {
        SESSIONS_API_KEYS: `reader:read:${KEYS.reader}, writer:write:${KEYS.writer}, ops:admin:${KEYS.ops}`,
        SESSIONS_REMEMBER_ENDINGS_MINUTES: '60',
      },
    });
    id = sessionOf(await server.client.post(SESSIONS, body, as('writer'))).sessionId;
  });
  afterAll(() => servers.closeAll());

  it.each([
    ['reader', 'read'],
    ['writer', 'write'],
    ['ops', 'admin'],
  ] as const)('%s may do what the scope %s allows', async (name, scope) => {
    const { client } = server;
    const allowed = (needs: string): number =>
      ['read', 'write', 'admin'].indexOf(scope) < ['read', 'write', 'admin'].indexOf(needs) ? 403 : 200;
    const status = async (answer: Promise<{ status: number }>): Promise<number> => (await answer).status;
    expect(await status(client.get(`${SESSIONS}/${id}`, as(name)))).toBe(200);
    expect(await status(client.post(`${SESSIONS}/${id}/heartbeat`, undefined, as(name)))).toBe(allowed('write'));
    expect(await status(client.post(`${SESSIONS}/${id}/renew`, undefined, as(name)))).toBe(allowed('write'));
    for (const path of [SESSIONS, `${HEALTH}/history`, `${ADMIN}/quarantine`]) {
      expect(await status(client.get(path, as(name)))).toBe(allowed('admin'));
    }
    const metrics = fetch(`http://127.0.0.1:${String(server.port)}/metrics`, as(name));
    expect(await status(metrics)).toBe(allowed('admin'));
    expect(await status(client.delete(`${ADMIN}/users/${AGENT}/sessions`, as(name)))).toBe(allowed('admin'));
    expect(await status(client.delete(`${ADMIN}/quarantine`, as(name)))).toBe(allowed('admin'));
  });

  it('are refused with the scope that is needed', async () => {
    expect(await server.client.get(SESSIONS, as('writer'))).toMatchObject({
      status: 403,
      body: { error: { code: 'FORBIDDEN', details: { needs: 'admin' } } },
    });
    const unknown = await server.client.get(SESSIONS, { headers: { 'x-api-key': 'correct-horse-of-nobody' } });
    expect(unknown).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHORIZED' } } });
  });

  it('name who did what as an admin in the log, and no id', async () => {
    const logged = jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
    await server.client.delete(`${ADMIN}/users/${AGENT}/sessions`, as('ops'));
    await server.client.get(`${SESSIONS}/${id}`, as('ops'));
    expect(logged.mock.calls).toEqual([["DELETE /api/messaging/admin/users/:userId/sessions with the key 'ops'"]]);
    logged.mockRestore();
  });

  it('work with SESSIONS_API_KEY beside them, which may do everything', async () => {
    const { client } = await servers.start({
      env: { SESSIONS_API_KEY: 'the-old-key', SESSIONS_API_KEYS: 'next:admin:the-new-key' },
    });
    for (const key of ['the-old-key', 'the-new-key']) {
      expect((await client.get(SESSIONS, { headers: { 'x-api-key': key } })).status).toBe(200);
    }
  });
});

describe('The admin endpoints', () => {
  const servers = new Servers();
  afterAll(() => servers.closeAll());

  it('end all sessions of a user, and tell why a session ended', async () => {
    const { client } = await servers.start({ env: { SESSIONS_REMEMBER_ENDINGS_MINUTES: '60' } });
    const body = { agentId: AGENT, userId: USER };
    const [one] = [await client.post(SESSIONS, body), await client.post(SESSIONS, body)].map(sessionOf);
    const ending = `${ADMIN}/endings/${one?.sessionId ?? ''}`;
    expect((await client.get(ending)).status).toBe(404);
    const ended = await client.delete(`${ADMIN}/users/${USER.toUpperCase()}/sessions`);
    expect(ended).toMatchObject({ status: 200, body: { ended: 2 } });
    expect(await client.get(ending)).toMatchObject({
      status: 200,
      body: { reason: 'revoked', by: 'admin', endedAt: expect.any(String) },
    });
  });

  it('list, show and clear the quarantine', async () => {
    const { client, corrupt } = await servers.start();
    const { sessionId } = sessionOf(await client.post(SESSIONS, { agentId: AGENT, userId: USER }));
    await corrupt(sessionId);
    const listed = await client.get(`${ADMIN}/quarantine`);
    expect(listed).toMatchObject({ status: 200, body: { records: [{ problem: 'damaged by the test' }] } });
    expect(listed.text).not.toContain(sessionId);
    const { records } = listed.body as { records: { name: string }[] };
    const shown = await client.get(`${ADMIN}/quarantine/${records[0]?.name ?? ''}`);
    expect(shown).toMatchObject({ status: 200, body: { raw: expect.stringContaining(USER) } });
    expect((await client.get(`${ADMIN}/quarantine/unknown`)).status).toBe(404);
    expect(await client.delete(`${ADMIN}/quarantine`)).toMatchObject({ status: 200, body: { cleared: 1 } });
    expect(await client.get(`${ADMIN}/quarantine`)).toMatchObject({ body: { records: [] } });
  });
});
