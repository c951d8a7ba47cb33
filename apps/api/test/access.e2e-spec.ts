import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AGENT, HEALTH, SESSIONS, USER, type Client } from './client.js';
import { Servers } from './server.js';

const KEY = 'correct-horse-battery-staple';

describe('Access over HTTP', () => {
  const servers = new Servers();
  let client: Client;

  beforeAll(async () => {
    ({ client } = await servers.start({ env: { SESSIONS_API_KEY: KEY } }));
  });

  afterAll(() => servers.closeAll());

  describe('with an API key', () => {
    it.each<[string, Record<string, string>]>([
      ['no key', {}],
      ['an empty key', { 'x-api-key': '' }],
      ['a wrong key', { 'x-api-key': `${KEY}r` }],
      ['a key in another case', { 'x-api-key': KEY.toUpperCase() }],
      ['the key in another header', { authorization: `Bearer ${KEY}` }],
    ])('%s is 401 for every operation', async (_name, headers) => {
      const session = `${SESSIONS}/AAAAAAAAAAAAAAAAAAAAAAAA`;
      for (const answer of [
        await client.post(SESSIONS, { agentId: AGENT, userId: USER }, { headers }),
        await client.post(SESSIONS, 'broken', { headers }),
        await client.get(SESSIONS, { headers }),
        await client.get(session, { headers }),
        await client.post(`${session}/heartbeat`, undefined, { headers }),
        await client.post(`${session}/renew`, undefined, { headers }),
        await client.patch(`${session}/timeout`, {}, { headers }),
        await client.delete(session, { headers }),
      ]) {
        expect(answer).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHORIZED' } } });
        expect(answer.text).not.toContain(KEY);
      }
    });

    it('admits a request with the key', async () => {
      const headers = { 'X-API-KEY': KEY };
      expect((await client.post(SESSIONS, { agentId: AGENT, userId: USER }, { headers })).status).toBe(201);
      expect((await client.get(SESSIONS, { headers })).status).toBe(200);
    });

    it.each([HEALTH, '/health/live', '/health/ready', '/docs', '/docs-json', '/docs-yaml', '/docs/swagger-ui.css'])(
      '%s needs none',
      async (path) => {
        expect((await client.get(path)).status).toBe(200);
      },
    );
  });

  describe('with a rate limit', () => {
    it('answers 429 above the limit, counted over all routes, and says when to try again', async () => {
      const limited = await servers.start({ env: { SESSIONS_RATE_LIMIT_PER_MINUTE: '3', SESSIONS_API_KEY: KEY } });
      const headers = { 'x-api-key': KEY };
      expect((await limited.client.get(SESSIONS, { headers })).status).toBe(200);
      expect((await limited.client.get(`${SESSIONS}/x`, { headers })).status).toBe(404);
      expect((await limited.client.get(SESSIONS)).status).toBe(401);
      for (const call of [{ headers }, {}]) {
        const answer = await limited.client.get(SESSIONS, call);
        expect(answer).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED' } } });
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
      }
      for (const path of [HEALTH, '/health/live', '/health/ready']) {
        for (let asked = 0; asked < 5; asked += 1) expect((await limited.client.get(path)).status).toBe(200);
      }
    });

    it('refuses nobody if there is no limit', async () => {
      const open = await servers.start();
      for (let asked = 0; asked < 50; asked += 1) expect((await open.client.get(SESSIONS)).status).toBe(200);
    });
  });

  describe('the headers of every answer', () => {
    it.each([HEALTH, SESSIONS, '/nope', '/health/ready', '/docs'])('%s', async (path) => {
      const { headers } = await client.get(path);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'self'"),
      });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('etag');
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    });
  });
});
