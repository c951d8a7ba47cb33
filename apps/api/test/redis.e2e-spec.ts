import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClient } from 'redis';
import { RedisServer } from '../../../libs/sessions-redis/test/redis-server.js';
import { AGENT, HEALTH, SESSIONS, USER } from './client.js';
import { ServerProcess } from './server-process.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

describe('Servers that share a Redis', () => {
  const processes: ServerProcess[] = [];
  let redis: RedisServer;

  beforeEach(async () => {
    redis = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always');
  });

  afterEach(async () => {
    for (const server of processes.splice(0)) {
      server.signal('SIGKILL');
      await server.exited;
    }
    await redis.stop();
  });

  const launch = async (): Promise<string> => {
    const server = new ServerProcess({ PORT: '0', SESSIONS_STORE: 'redis', REDIS_URL: redis.url });
    processes.push(server);
    return server.url();
  };

  it('print the address of their store without its password', async () => {
    await launch();
    expect(processes[0]?.stdout).toContain(`Store         redis at 127.0.0.1:${String(redis.port)}\n`);
  });

  it('serve the same sessions, even after all of them have restarted', async () => {
    const [one, other] = await Promise.all([launch(), launch()]);
    const body = JSON.stringify({ agentId: AGENT, userId: USER });
    const headers = { 'content-type': 'application/json' };
    const created = await fetch(one + SESSIONS, { method: 'POST', headers, body });
    const { sessionId } = (await created.json()) as { sessionId: string };
    const path = `${SESSIONS}/${sessionId}`;
    expect((await fetch(other + path)).status).toBe(200);
    expect(await (await fetch(other + HEALTH)).json()).toMatchObject({ status: 'healthy', activeSessions: 1 });
    for (const server of processes) server.signal('SIGKILL');
    const third = await launch();
    expect((await fetch(`${third}${path}/heartbeat`, { method: 'POST' })).status).toBe(200);
    expect((await fetch(third + path, { method: 'DELETE' })).status).toBe(200);
    expect((await fetch(third + path)).status).toBe(404);
    const client = createClient({ url: redis.url });
    await client.connect();
    expect((await client.keys('*')).filter((key) => key.includes('events'))).toEqual([]);
    client.destroy();
  });

  it('report that it is unavailable, and recover automatically', async () => {
    const url = await launch();
    await redis.crash();
    expect((await fetch(url + HEALTH)).status).toBe(503);
    const list = await fetch(url + SESSIONS);
    expect([list.status, await list.json()]).toMatchObject([503, { error: { code: 'STORE_UNAVAILABLE' } }]);
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    await redis.resume();
    const deadline = performance.now() + 10_000;
    while ((await fetch(url + HEALTH)).status !== 200 && performance.now() < deadline);
    expect(await (await fetch(url + HEALTH)).json()).toMatchObject({ status: 'healthy', activeSessions: 0 });
  });

  it('log an outage in a few lines, however many requests are refused', async () => {
    const url = await launch();
    const server = processes[0];
    const before = server?.stdout.length;
    await redis.crash();
    for (let round = 0; round < 100; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(url + SESSIONS)));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
      await Promise.all(answers.map((one) => one.arrayBuffer()));
    }
    await redis.resume();
    const deadline = performance.now() + 10_000;
    while (!server?.stdout.includes('available again') && performance.now() < deadline) await fetch(url + HEALTH);
    const written = `${server?.stdout.slice(before) ?? ''}${server?.stderr ?? ''}`;
    const lines = written.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeLessThanOrEqual(3);
    // The sessions module logs it, and the server does not log it again.
    expect(written).not.toContain('STORE_UNAVAILABLE');
    expect(written).toMatch(/The store is unavailable\. Redis can't be reached: it (refused|cut) the connection/);
    const refused = /The store is available again, after \d+ s\. It refused (\d+) calls\./.exec(written)?.[1];
    // The requests above, and those that asked for the health until the store was there again.
    expect(Number(refused)).toBeGreaterThanOrEqual(2000);
    expect(written).not.toMatch(/undefined| at /);
  });

  it('start without it, and serve as soon as it is available', async () => {
    await redis.crash();
    const url = await launch();
    expect((await fetch(url + HEALTH)).status).toBe(503);
    await redis.resume();
    const deadline = performance.now() + 10_000;
    while ((await fetch(url + HEALTH)).status !== 200 && performance.now() < deadline);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });
});
