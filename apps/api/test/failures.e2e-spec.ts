import { afterEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailableError } from 'nest-sessions';
import { AGENT, SESSIONS, USER } from './client.js';
import { error } from './error-answer.js';
import { Servers } from './server.js';
import { withOperations } from './wrapped-store.js';

const IDS = { agentId: AGENT, userId: USER };
const LOST = `${SESSIONS}/AAAAAAAAAAAAAAAAAAAAAAAA`;

describe('Failures over HTTP', () => {
  const servers = new Servers();

  afterEach(() => servers.closeAll());

  it('503 CAPACITY_REACHED when the store is full, until a session ends', async () => {
    const full = await servers.start({ env: { SESSIONS_MAX: '1' } });
    const { sessionId } = await full.client.create();
    expect(await full.client.post(SESSIONS, IDS)).toMatchObject(error(503, 'CAPACITY_REACHED'));
    await full.client.delete(`${SESSIONS}/${sessionId}`);
    expect((await full.client.post(SESSIONS, IDS)).status).toBe(201);
  });

  it('503 CAPACITY_REACHED when the sessions take as many bytes as allowed', async () => {
    const full = await servers.start({ env: { SESSIONS_MAX_BYTES: '2000' } });
    await full.client.create();
    const large = { ...IDS, metadata: { note: 'x'.repeat(2000) } };
    expect(await full.client.post(SESSIONS, large)).toMatchObject(error(503, 'CAPACITY_REACHED'));
    expect((await full.client.post(SESSIONS, IDS)).status).toBe(201);
  });

  it('409 SESSION_LIMIT_REACHED when the user has as many sessions as allowed', async () => {
    const { client } = await servers.start({ env: { SESSIONS_MAX_PER_USER: '1' } });
    const { sessionId } = await client.create();
    const refused = await client.post(SESSIONS, IDS);
    expect(refused).toMatchObject(error(409, 'SESSION_LIMIT_REACHED'));
    expect(refused.text).not.toContain(sessionId);
    expect((await client.post(SESSIONS, { ...IDS, userId: AGENT })).status).toBe(201);
    await client.delete(`${SESSIONS}/${sessionId}`);
    expect((await client.post(SESSIONS, IDS)).status).toBe(201);
  });

  it('ends the oldest session of the user under evict-oldest', async () => {
    const env = { SESSIONS_MAX_PER_USER: '1', SESSIONS_MAX_PER_USER_POLICY: 'evict-oldest' };
    const { client } = await servers.start({ env });
    const { sessionId } = await client.create();
    expect((await client.post(SESSIONS, IDS)).status).toBe(201);
    expect(await client.get(`${SESSIONS}/${sessionId}`)).toMatchObject(error(404, 'SESSION_NOT_FOUND'));
  });

  it.each([
    ['503 STORE_UNAVAILABLE when the store is', new StoreUnavailableError('gone'), error(503, 'STORE_UNAVAILABLE')],
    ['500 INTERNAL_ERROR for what nobody expected', new Error('secret words'), error(500, 'INTERNAL_ERROR')],
  ])('%s', async (_name, failure, expected) => {
    const fail = (): Promise<never> => Promise.reject(failure);
    const failing = {
      create: fail,
      get: fail,
      touch: fail,
      renew: fail,
      updateTimeouts: fail,
      delete: fail,
      list: fail,
    };
    const broken = await servers.start({ wrap: (store) => withOperations(store, failing) });
    for (const answer of [
      await broken.client.post(SESSIONS, IDS),
      await broken.client.get(SESSIONS),
      await broken.client.get(LOST),
      await broken.client.post(`${LOST}/heartbeat`),
      await broken.client.post(`${LOST}/renew`),
      await broken.client.patch(`${LOST}/timeout`, { autoRenew: true }),
      await broken.client.delete(LOST),
    ]) {
      expect(answer).toMatchObject(expected);
      expect(answer.text).not.toMatch(/secret|at .*\.[jt]s|AAAA/);
    }
  });
});
