import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, RedisServer } from '../../../../libs/sessions-redis/test/redis-server.js';
import { HEALTH } from '../client.js';
import type { ServerProcess } from '../server-process.js';
import { ServerProcesses } from '../server-processes.js';
import { Load } from './load.js';
import { ProxyProgram, SERVERS, type ServerName } from './proxy-program.js';
import { PROXIES } from './recipe.js';

const KEY = 'correct-horse-battery-staple';
const CLIENTS = 8;
const REQUESTS = 4000;

describe.each(PROXIES)('A restart of one server after the other behind %s', (name) => {
  const servers = new ServerProcesses();
  const running = new Map<ServerName, ServerProcess>();
  let ports: Record<ServerName, number>;
  let redis: RedisServer;
  let proxy: ProxyProgram;

  beforeEach(async () => {
    redis = await RedisServer.start();
    ports = { one: await freePort(), two: await freePort() };
    await Promise.all(SERVERS.map(start));
    proxy = await ProxyProgram.start(name, ports);
  });

  afterEach(async () => {
    await proxy.stop();
    await servers.killAll();
    await redis.stop();
  });

  async function start(server: ServerName): Promise<void> {
    const store = { SESSIONS_STORE: 'redis', REDIS_URL: redis.url };
    const process = servers.launch({
      ...store,
      PORT: String(ports[server]),
      SESSIONS_API_KEY: KEY,
      DRAIN_SECONDS: '3',
    });
    running.set(server, process);
    await process.url();
  }

  async function restart(server: ServerName): Promise<void> {
    proxy.takeOut(server);
    running.get(server)?.signal('SIGTERM');
    expect(await running.get(server)?.exited).toEqual({ code: 0, signal: null });
    await start(server);
    await proxy.putBack(server);
  }

  it('loses no request of clients that send without a pause, and repeats none', async () => {
    const load = new Load(`${proxy.url}/svc`, KEY, CLIENTS);
    await load.untilAnswered(REQUESTS / 4);
    for (const server of SERVERS) await restart(server);
    await load.untilAnswered(REQUESTS);
    await load.stop();
    expect(load.failures).toEqual([]);
    expect(load.answered).toBeGreaterThanOrEqual(REQUESTS);
    const health = await fetch(`${proxy.url}/svc${HEALTH}`);
    expect(await health.json()).toMatchObject({ status: 'healthy', activeSessions: load.created });
  });
});
