import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SessionSweeper } from 'nest-sessions';
import { AGENT, SESSIONS, sessionOf, USER } from './client.js';
import { error } from './error-answer.js';
import { SERVER_KINDS, Servers, type TestServer } from './server.js';

const MINUTE = 60_000;
const EPOCH = Date.UTC(2026, 0, 1);

describe.each(SERVER_KINDS)('Sessions over HTTP on %s', (kind) => {
  const servers = new Servers(kind);
  let server: TestServer;

  beforeEach(async () => {
    server = await servers.start();
  });

  afterEach(() => servers.closeAll());

  const path = (session: { sessionId: string }, rest = ''): string => `${SESSIONS}/${session.sessionId}${rest}`;
  const sweep = (): Promise<unknown> => server.app.get(SessionSweeper).sweepNow();

  describe('create', () => {
    it('answers with every field of the session and the defaults of the server', async () => {
      const answer = await server.client.post(SESSIONS, { agentId: AGENT, userId: USER, metadata: { theme: 'dark' } });
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({
        sessionId: expect.stringMatching(/^[\w-]{22,}$/),
        channelId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        agentId: AGENT,
        userId: USER,
        createdAt: '2026-01-01T00:00:00.000Z',
        lastActivity: '2026-01-01T00:00:00.000Z',
        expiresAt: '2026-01-01T00:30:00.000Z',
        metadata: { theme: 'dark' },
        timeoutConfig: { timeoutMinutes: 30, autoRenew: true, maxDurationMinutes: 720, warningThresholdMinutes: 5 },
        renewalCount: 0,
        timeRemaining: 30 * MINUTE,
        isNearExpiration: false,
      });
    });

    it('accepts the requested timeouts, even fractions of minutes', async () => {
      const timeoutConfig = {
        timeoutMinutes: 5.5,
        autoRenew: false,
        maxDurationMinutes: 5.5,
        warningThresholdMinutes: 0.25,
      };
      const session = await server.client.create({ timeoutConfig });
      expect(session).toMatchObject({ timeoutConfig, timeRemaining: 330_000, metadata: {} });
    });

    it('fits a default warning threshold that would contradict an explicit timeout', async () => {
      const short = await servers.start({ env: { SESSION_MIN_TIMEOUT_MINUTES: '1' } });
      const session = await short.client.create({ timeoutConfig: { timeoutMinutes: 1 } });
      expect(session.timeoutConfig).toMatchObject({ timeoutMinutes: 1, warningThresholdMinutes: 1 });
      expect(session.isNearExpiration).toBe(true);
    });

    it('accepts UUIDs of any version in either case, and answers in lower case', async () => {
      const ids = { agentId: 'F47AC10B-58CC-0372-8567-0E02B2C3D479', userId: '0A1B2C3D-0000-0000-0000-000000000000' };
      const session = await server.client.create(ids);
      const canonical = {
        agentId: 'f47ac10b-58cc-0372-8567-0e02b2c3d479',
        userId: '0a1b2c3d-0000-0000-0000-000000000000',
      };
      expect(session).toMatchObject(canonical);
      expect((await server.client.get(path(session))).body).toMatchObject(canonical);
    });

    it('gives every session its own id and channel', async () => {
      const [one, two] = [await server.client.create(), await server.client.create()];
      expect(one.sessionId).not.toBe(two.sessionId);
      expect(one.channelId).not.toBe(two.channelId);
    });

    it('returns metadata unchanged, whatever its keys', async () => {
      const metadata = '{"__proto__":{"admin":true},"constructor":1,"deep":[null,{"é":"\\ud800"}],"":-0.5e-7}';
      const created = await server.client.post(
        SESSIONS,
        `{"agentId":"${AGENT}","userId":"${USER}","metadata":${metadata}}`,
      );
      expect(created.status).toBe(201);
      const read = await server.client.get(path(sessionOf(created)));
      expect(read.text).toContain(`"metadata":${metadata.replace('-0.5e-7', '-5e-8')}`);
    });
  });

  describe('the law of expiry', () => {
    it('is active one millisecond before its deadline and expired at it', async () => {
      const session = await server.client.create();
      server.clock.advance(30 * MINUTE - 1);
      expect(sessionOf(await server.client.get(path(session))).timeRemaining).toBe(1);
      server.clock.advance(1);
      const expired = await server.client.get(path(session));
      expect(expired).toMatchObject({
        status: 410,
        body: { error: { code: 'SESSION_EXPIRED', details: { expiredAt: session.expiresAt } } },
      });
    });

    it('is 410 until it is swept and 404 afterwards, for every operation', async () => {
      const session = await server.client.create();
      server.clock.advance(30 * MINUTE);
      const statuses = async (): Promise<readonly number[]> => [
        (await server.client.get(path(session))).status,
        (await server.client.post(path(session, '/heartbeat'))).status,
        (await server.client.post(path(session, '/renew'))).status,
        (await server.client.patch(path(session, '/timeout'), { timeoutMinutes: 60 })).status,
        (await server.client.delete(path(session))).status,
      ];
      expect(await statuses()).toEqual([410, 410, 410, 410, 410]);
      await sweep();
      expect(await statuses()).toEqual([404, 404, 404, 404, 404]);
    });

    it('is near expiration from its warning threshold on', async () => {
      const session = await server.client.create();
      server.clock.advance(25 * MINUTE - 1);
      expect(sessionOf(await server.client.get(path(session))).isNearExpiration).toBe(false);
      server.clock.advance(1);
      expect(sessionOf(await server.client.get(path(session))).isNearExpiration).toBe(true);
    });

    it('reading does not extend', async () => {
      const session = await server.client.create();
      server.clock.advance(MINUTE);
      expect(await server.client.get(path(session))).toMatchObject({
        status: 200,
        body: { expiresAt: session.expiresAt, lastActivity: session.lastActivity, renewalCount: 0 },
      });
    });
  });

  describe('heartbeat and renew', () => {
    it('a heartbeat extends with autoRenew', async () => {
      const session = await server.client.create();
      server.clock.advance(10 * MINUTE);
      expect(await server.client.post(path(session, '/heartbeat'))).toMatchObject({
        status: 200,
        body: { expiresAt: '2026-01-01T00:40:00.000Z', lastActivity: '2026-01-01T00:10:00.000Z', renewalCount: 1 },
      });
    });

    it('a heartbeat without autoRenew moves lastActivity only; renew extends all the same', async () => {
      const session = await server.client.create({ timeoutConfig: { autoRenew: false } });
      server.clock.advance(10 * MINUTE);
      expect(await server.client.post(path(session, '/heartbeat'))).toMatchObject({
        status: 200,
        body: { expiresAt: session.expiresAt, lastActivity: '2026-01-01T00:10:00.000Z', renewalCount: 0 },
      });
      expect(await server.client.post(path(session, '/renew'))).toMatchObject({
        status: 200,
        body: { expiresAt: '2026-01-01T00:40:00.000Z', renewalCount: 1 },
      });
    });

    it.each(['/heartbeat', '/renew'])('%s extends no session beyond its max duration', async (verb) => {
      const session = await server.client.create({ timeoutConfig: { timeoutMinutes: 30, maxDurationMinutes: 40 } });
      server.clock.advance(20 * MINUTE);
      expect(sessionOf(await server.client.post(path(session, verb))).expiresAt).toBe('2026-01-01T00:40:00.000Z');
      server.clock.set(EPOCH + 40 * MINUTE);
      expect(await server.client.post(path(session, verb))).toMatchObject({ status: 410 });
    });

    it('takes a body that it does not need', async () => {
      const session = await server.client.create();
      expect((await server.client.post(path(session, '/heartbeat'), { any: 'thing' })).status).toBe(200);
    });
  });

  describe('PATCH timeout', () => {
    it('changes only what is sent', async () => {
      const session = await server.client.create({
        timeoutConfig: { timeoutMinutes: 60, warningThresholdMinutes: 10 },
      });
      server.clock.advance(MINUTE);
      expect(await server.client.patch(path(session, '/timeout'), { timeoutMinutes: 20 })).toMatchObject({
        status: 200,
        body: {
          timeoutConfig: { timeoutMinutes: 20, autoRenew: true, maxDurationMinutes: 720, warningThresholdMinutes: 10 },
          expiresAt: '2026-01-01T00:20:00.000Z',
          timeRemaining: 19 * MINUTE,
          channelId: session.channelId,
        },
      });
      expect(await server.client.patch(path(session, '/timeout'), { autoRenew: false })).toMatchObject({
        body: { timeoutConfig: { timeoutMinutes: 20, autoRenew: false } },
      });
    });

    it('is 410 when the change itself ends the session', async () => {
      const session = await server.client.create();
      server.clock.advance(10 * MINUTE);
      expect(await server.client.patch(path(session, '/timeout'), { timeoutMinutes: 10 })).toMatchObject({
        status: 410,
        body: { error: { code: 'SESSION_EXPIRED', details: { expiredAt: '2026-01-01T00:10:00.000Z' } } },
      });
      expect((await server.client.patch(path(session, '/timeout'), { timeoutMinutes: 30 })).status).toBe(410);
    });

    it('names the field that was not sent, and its value, when they contradict', async () => {
      const session = await server.client.create({ timeoutConfig: { timeoutMinutes: 20.5, maxDurationMinutes: 60 } });
      const longer = await server.client.patch(path(session, '/timeout'), { timeoutMinutes: 61 });
      expect(longer).toMatchObject({
        status: 400,
        body: {
          error: {
            code: 'VALIDATION_ERROR',
            details: {
              fields: [
                {
                  field: 'timeoutMinutes',
                  problem: 'is 61',
                  allowed: "at most maxDurationMinutes (60 minutes, the session's own)",
                },
              ],
            },
          },
        },
      });
      const neither = await server.client.patch(path(session, '/timeout'), {
        timeoutMinutes: 61,
        warningThresholdMinutes: 62,
      });
      expect(neither).toMatchObject(
        error(400, 'VALIDATION_ERROR', [
          ['timeoutMinutes', 'is 61'],
          ['warningThresholdMinutes', 'is 62'],
          ['timeoutMinutes', 'is 61'],
        ]),
      );
      expect(neither.text).toContain("at most maxDurationMinutes (60 minutes, the session's own)");
      expect(neither.text).toContain('at least warningThresholdMinutes (62 minutes)');
      const shorter = await server.client.patch(path(session, '/timeout'), { maxDurationMinutes: 20 });
      expect(shorter.text).toContain("at least timeoutMinutes (20.5 minutes, the session's own)");
      expect(sessionOf(await server.client.get(path(session))).timeoutConfig).toEqual(session.timeoutConfig);
    });
  });

  describe('delete', () => {
    it('ends the session; a second time it is 404', async () => {
      const session = await server.client.create();
      expect(await server.client.delete(path(session))).toMatchObject({
        status: 200,
        text: '{"success":true,"message":"Session deleted successfully","data":{"success":true}}',
      });
      expect(await server.client.delete(path(session))).toMatchObject({
        status: 404,
        body: { error: { code: 'SESSION_NOT_FOUND' } },
      });
    });
  });
});
