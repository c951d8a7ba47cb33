import { afterEach, describe, expect, it } from '@jest/globals';
import { SessionSweeper, type SessionCounts, type SessionStore } from 'nest-sessions';
import { HEALTH, SESSIONS } from './client.js';
import { SERVER_KINDS, Servers } from './server.js';
import { withOperations } from './wrapped-store.js';

const MINUTE = 60_000;

describe.each(SERVER_KINDS)('Health over HTTP on %s', (kind) => {
  const servers = new Servers(kind);

  afterEach(() => servers.closeAll());

  describe('GET /sessions/health', () => {
    it('has exactly the documented fields, in the documented order', async () => {
      const { client } = await servers.start();
      const answer = await client.get(HEALTH);
      expect(answer.status).toBe(200);
      expect(answer.text).toMatch(
        /^\{"status":"healthy","activeSessions":0,"timestamp":"2026-01-01T00:00:00.000Z","expiringSoon":0,"uptime":\d+\.\d+\}$/,
      );
      expect(answer.headers['cache-control']).toBe('no-store');
    });

    it('counts to the millisecond, whether or not a sweep has run', async () => {
      const { app, client, clock } = await servers.start();
      await client.create();
      await client.create({ timeoutConfig: { timeoutMinutes: 60 } });
      const counts = async (): Promise<unknown> => (await client.get(HEALTH)).body;
      clock.advance(25 * MINUTE - 1);
      expect(await counts()).toMatchObject({ activeSessions: 2, expiringSoon: 0 });
      clock.advance(1);
      expect(await counts()).toMatchObject({ activeSessions: 2, expiringSoon: 1 });
      clock.advance(5 * MINUTE - 1);
      expect(await counts()).toMatchObject({ activeSessions: 2, expiringSoon: 1 });
      clock.advance(1);
      expect(await counts()).toMatchObject({ activeSessions: 1, expiringSoon: 0 });
      await app.get(SessionSweeper).sweepNow();
      expect(await counts()).toMatchObject({ status: 'healthy', activeSessions: 1, expiringSoon: 0 });
    });

    it('is degraded while there are invalid sessions, which break nothing, and recovers', async () => {
      const { client, corrupt, store } = await servers.start();
      const sound = await client.create();
      const damaged = await client.create();
      await corrupt(damaged.sessionId);
      expect((await client.get(`${SESSIONS}/${damaged.sessionId}`)).status).toBe(404);
      expect((await client.get(`${SESSIONS}/${sound.sessionId}`)).status).toBe(200);
      expect((await client.get(SESSIONS)).body).toMatchObject({ total: 1, sessions: [{ sessionId: sound.sessionId }] });
      const degraded = await client.get(HEALTH);
      expect(degraded).toMatchObject({
        status: 200,
        body: { status: 'degraded', activeSessions: 1, invalidSessions: 1 },
      });
      expect(Object.keys(Object(degraded.body) as object)).toEqual([
        'status',
        'activeSessions',
        'timestamp',
        'expiringSoon',
        'invalidSessions',
        'uptime',
      ]);
      await store.clearQuarantine();
      expect((await client.get(HEALTH)).body).toMatchObject({ status: 'healthy' });
      expect((await client.get(HEALTH)).text).not.toContain('invalidSessions');
    });

    it('is unhealthy, without counts, when the store fails', async () => {
      const { client } = await servers.start({
        wrap: (store) => counting(store, () => Promise.reject(new Error('gone'))),
      });
      const answer = await client.get(HEALTH);
      expect(answer.status).toBe(503);
      expect(answer.text).toMatch(/^\{"status":"unhealthy","timestamp":"[^"]+","uptime":\d+\.\d+\}$/);
      expect(answer.headers['cache-control']).toBe('no-store');
    });

    it('is unhealthy before a probe gives up when the store hangs', async () => {
      const { client } = await servers.start({ wrap: (store) => counting(store, () => new Promise(() => undefined)) });
      const began = performance.now();
      expect(await client.get(HEALTH)).toMatchObject({ status: 503, body: { status: 'unhealthy' } });
      expect(performance.now() - began).toBeLessThan(1500);
    });

    it('answers HEAD', async () => {
      const healthy = await servers.start();
      expect(await healthy.client.send('HEAD', HEALTH)).toMatchObject({ status: 200, text: '' });
      const broken = await servers.start({ wrap: (store) => counting(store, () => Promise.reject(new Error('gone'))) });
      const answer = await broken.client.send('HEAD', HEALTH);
      expect(answer).toMatchObject({ status: 503, text: '' });
      expect(answer.headers['cache-control']).toBe('no-store');
    });
  });

  describe('the probes', () => {
    it('ready has the shape of Terminus, with the sessions', async () => {
      const { client } = await servers.start();
      await client.create();
      const sessions = { status: 'up', activeSessions: 1, expiringSoon: 0, invalidSessions: 0 };
      const answer = await client.get('/health/ready');
      expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
      expect(answer.body).toEqual({ status: 'ok', info: { sessions }, error: {}, details: { sessions } });
    });

    it('ready is 503 when the store fails; live does not ask it', async () => {
      const { client } = await servers.start({
        wrap: (store) => counting(store, () => Promise.reject(new Error('gone'))),
      });
      const ready = await client.get('/health/ready');
      expect(ready).toMatchObject({ status: 503, headers: { 'cache-control': 'no-store' } });
      const sessions = { status: 'down', reasons: ['the store failed: gone'] };
      expect(ready.body).toEqual({ status: 'error', info: {}, error: { sessions }, details: { sessions } });
      const live = await client.get('/health/live');
      expect(live).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
      expect(live.body).toEqual({ status: 'ok', info: {}, error: {}, details: {} });
      expect(await client.send('HEAD', '/health/live')).toMatchObject({ status: 200, text: '' });
    });
  });
});

describe('A store with a capacity, over HTTP,', () => {
  const servers = new Servers();

  afterEach(() => servers.closeAll());

  it('is degraded from 90 % of its capacity on', async () => {
    const { client } = await servers.start({ env: { SESSIONS_MAX: '10' } });
    for (let made = 0; made < 8; made += 1) await client.create();
    expect((await client.get(HEALTH)).body).toMatchObject({ status: 'healthy', activeSessions: 8 });
    await client.create();
    expect(await client.get(HEALTH)).toMatchObject({ status: 200, body: { status: 'degraded', activeSessions: 9 } });
  });

  it('ready is 200 and degraded, with the reason', async () => {
    const { client } = await servers.start({ env: { SESSIONS_MAX: '1' } });
    await client.create();
    expect(await client.get('/health/ready')).toMatchObject({
      status: 200,
      body: {
        status: 'degraded',
        details: { sessions: { status: 'degraded', reasons: ['the store holds 1 of at most 1 sessions'] } },
      },
    });
  });
});

/** A store that answers like this when it is asked for its counts. */
function counting(store: SessionStore, counts: () => Promise<SessionCounts>): SessionStore {
  return withOperations(store, { counts });
}
