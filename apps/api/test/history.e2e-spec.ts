import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { StoreUnavailableError } from 'nest-sessions';
import { HEALTH, type Client } from './client.js';
import { Servers, type ServerOptions, type TestServer } from './server.js';
import { withOperations } from './wrapped-store.js';

const MINUTE = 60_000;
const HISTORY = `${HEALTH}/history`;

interface History {
  readonly instance: string;
  readonly warnings: readonly string[];
  readonly minutes: readonly Readonly<Record<string, unknown>>[];
}

const servers = new Servers();
beforeEach(() => {
  // Of all timers only intervals are faked: HTTP needs the others.
  jest.useFakeTimers({
    doNotFake: [
      'Date',
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setTimeout',
      'clearTimeout',
    ],
  });
});
afterEach(async () => {
  await servers.closeAll();
  jest.useRealTimers();
});

async function historyOf(client: Client, query = ''): Promise<History> {
  const { status, body } = await client.get(HISTORY + query);
  expect(status).toBe(200);
  return body as History;
}

async function pass(minutes: number, { clock }: TestServer): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    clock.advance(MINUTE);
    await jest.advanceTimersByTimeAsync(MINUTE);
  }
}

const start = (options: ServerOptions = {}): Promise<TestServer> => servers.start(options);

describe('GET /sessions/health/history', () => {
  it('has an entry for each minute, with the counts at its end and what was created and ended in it', async () => {
    const server = await start();
    const { client } = server;
    expect((await historyOf(client)).minutes).toEqual([]);
    const { sessionId } = await client.create();
    await client.create();
    await pass(1, server);
    await client.delete(`/api/messaging/sessions/${sessionId}`);
    await pass(1, server);
    const counts = { status: 'healthy', expiringSoon: 0, expiredSessions: 0, invalidSessions: 0 };
    expect((await historyOf(client)).minutes).toEqual([
      { timestamp: '2026-01-01T00:01:00.000Z', ...counts, activeSessions: 2, created: 2, ended: 0 },
      { timestamp: '2026-01-01T00:02:00.000Z', ...counts, activeSessions: 1, created: 0, ended: 1 },
    ]);
  });

  it('gives the last hour, or as many minutes as are asked for, and forgets what is older than a day', async () => {
    const server = await start();
    await pass(1500, server);
    const { client } = server;
    expect((await historyOf(client)).minutes).toHaveLength(60);
    expect((await historyOf(client, '?minutes=2')).minutes.map(({ timestamp }) => timestamp)).toEqual([
      '2026-01-02T00:59:00.000Z',
      '2026-01-02T01:00:00.000Z',
    ]);
    const day = (await historyOf(client, '?minutes=1440')).minutes;
    expect([day.length, day[0]?.timestamp]).toEqual([1440, '2026-01-01T01:01:00.000Z']);
  });

  it.each(['0', '1441', '1.5', 'all', ''])('refuses minutes=%s', async (minutes) => {
    const { client } = await start();
    const { status, text } = await client.get(`${HISTORY}?minutes=${minutes}`);
    expect([status, text]).toEqual([400, expect.stringContaining('a whole number, 1 to 1440')]);
  });

  it('leaves the counts of a minute out if the store could not be asked', async () => {
    const wrap: ServerOptions['wrap'] = (store) =>
      withOperations(store, { counts: () => Promise.reject(new StoreUnavailableError('gone')) });
    const server = await start({ wrap });
    await pass(1, server);
    expect((await historyOf(server.client)).minutes).toEqual([
      { timestamp: expect.any(String), status: 'unhealthy', created: 0, ended: 0 },
    ]);
  });

  it('warns of what looks like a leak, in the metrics too, and leaves health as it is', async () => {
    const server = await start({ env: { SESSIONS_LEAK_MINUTES: '3', SESSIONS_LEAK_GROWTH_PERCENT: '50' } });
    const { client } = server;
    const leaked = async (): Promise<string | undefined> => {
      const metrics = await (await fetch(`http://127.0.0.1:${String(server.port)}/metrics`)).text();
      return /^nest_sessions_leak_suspected\{.*\} (\d)$/m.exec(metrics)?.[1];
    };
    for (let minute = 0; minute < 3; minute += 1) {
      await client.create();
      await pass(1, server);
    }
    expect([(await historyOf(client)).warnings, await leaked()]).toEqual([[], '0']);
    await client.create();
    await pass(1, server);
    expect((await historyOf(client)).warnings).toEqual([expect.stringContaining('rose from 1 to 4 within 3 minutes')]);
    expect(await leaked()).toBe('1');
    expect((await client.get(HEALTH)).body).toMatchObject({ status: 'healthy' });
    await pass(1, server);
    await pass(3, server);
    expect((await historyOf(client)).warnings).toEqual([]);
  });

  it('needs the key of the server', async () => {
    const { client } = await start({ env: { SESSIONS_API_KEY: 'correct-horse-battery-staple' } });
    expect((await client.get(HISTORY)).status).toBe(401);
  });
});
