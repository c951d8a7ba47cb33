import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSessionStore } from 'nest-sessions-file';
import { createStore } from '../src/create-store.js';
import { readSettings } from '../src/settings/read-settings.js';
import { AGENT, HEALTH, SESSIONS, USER } from './client.js';
import { Servers } from './server.js';

// Thousands of sessions are written to a real disk. This only ends a test that hangs.
jest.setTimeout(30_000);

const SOME = 5000;
const NEW = {
  userId: USER,
  attributes: { agentId: AGENT, channelId: AGENT },
  metadata: {},
  timeouts: { idleTimeoutMs: 1_800_000, absoluteTimeoutMs: 3_600_000, warningThresholdMs: 60_000, autoRenew: true },
};

describe('A directory with many sessions', () => {
  const servers = new Servers();
  const parent = mkdtempSync(join(tmpdir(), 'sessions-api-'));

  afterEach(async () => {
    await servers.closeAll();
    rmSync(parent, { recursive: true, force: true });
  });

  it('is opened while the server answers, and health reports this', async () => {
    const directory = join(parent, 'sessions');
    const before = new FileSessionStore({ directory, sync: 'everysecond' });
    const created = await Promise.all(Array.from({ length: SOME }, () => before.create(NEW)));
    await before.close();

    // The store begins to open once the server listens, so that the requests come while it does.
    const current: { store?: FileSessionStore } = {};
    const { client } = await servers.start({
      wrap: (store) =>
        new Proxy(store, {
          get(first, name): unknown {
            const target = current.store ?? first;
            const value: unknown = Reflect.get(target, name);
            return typeof value === 'function' ? (value.bind(target) as unknown) : value;
          },
        }),
    });
    current.store = new FileSessionStore({ directory, sync: 'everysecond' });
    await current.store.claimed();
    const [health, ready, live, read] = await Promise.all([
      client.get(HEALTH),
      client.get('/health/ready'),
      client.get('/health/live'),
      client.get(`${SESSIONS}/${created[SOME - 1]?.session.id ?? ''}`),
    ]);
    expect(health).toMatchObject({ status: 503, body: { status: 'unhealthy' } });
    expect(health.body).not.toHaveProperty('activeSessions');
    const reason: unknown = expect.stringMatching(/opening: \d+ of 5000 sessions are read/);
    expect(ready).toMatchObject({ status: 503, body: { error: { sessions: { status: 'down', reasons: [reason] } } } });
    expect(live.status).toBe(200);
    // A request waits until the store is open.
    expect(read).toMatchObject({ status: 200, body: { userId: USER } });
    expect(await client.get(HEALTH)).toMatchObject({ status: 200, body: { status: 'healthy', activeSessions: SOME } });
  });

  it('has its progress in the log each second', async () => {
    const directory = join(parent, 'sessions');
    const before = new FileSessionStore({ directory, sync: 'everysecond' });
    await Promise.all(Array.from({ length: 500 }, () => before.create(NEW)));
    await before.close();

    const log = jest.spyOn(console, 'log').mockReturnValue();
    // A clock that advances by a second whenever it is read.
    let now = 0;
    const clock = jest.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
    const { store, opened } = await createStore(readSettings({ SESSIONS_DIRECTORY: directory }));
    await opened;
    clock.mockRestore();
    const lines = log.mock.calls.map(([line]) => String(line));
    log.mockRestore();
    await store.close();
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line).toMatch(/^Opening {7}\d+ of 500 sessions are read$/);
  });
});
