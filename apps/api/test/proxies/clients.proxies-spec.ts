import { afterEach, describe, expect, it } from '@jest/globals';
import { get } from 'node:http';
import { freePort } from '../../../../libs/sessions-redis/test/redis-server.js';
import { HEALTH, SESSIONS } from '../client.js';
import { ServerProcesses } from '../server-processes.js';
import { ProxyProgram } from './proxy-program.js';
import { PROXIES } from './recipe.js';

const KEY = 'correct-horse-battery-staple';

describe.each(PROXIES)('A server behind %s', (name) => {
  const servers = new ServerProcesses();
  let proxy: ProxyProgram;

  afterEach(async () => {
    await proxy.stop();
    await servers.killAll();
  });

  async function start(env: Readonly<Record<string, string>>): Promise<void> {
    const port = await freePort();
    await servers.launch({ SESSIONS_API_KEY: KEY, ...env, PORT: String(port) }).url();
    proxy = await ProxyProgram.start(name, { one: port, two: port });
  }

  /** The status of a request that comes from that address of this machine, and says that it comes from another. */
  async function ask(address: string, claimed: string): Promise<number> {
    const { port } = new URL(proxy.url);
    return new Promise((resolve, reject) => {
      const headers = { 'x-api-key': KEY, 'x-forwarded-for': claimed };
      get(
        { host: '127.0.0.1', port, localAddress: address, path: `/svc${SESSIONS}`, headers, agent: false },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      ).on('error', reject);
    });
  }

  it('counts each client for the rate limit with TRUST_PROXY=1, whatever the client claims', async () => {
    await start({ TRUST_PROXY: '1', SESSIONS_RATE_LIMIT_PER_MINUTE: '2' });
    const statuses = [];
    for (const claimed of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) statuses.push(await ask('127.0.0.1', claimed));
    expect(statuses).toEqual([200, 200, 429]);
    expect(await ask('127.0.0.2', '192.0.2.1')).toBe(200);
  });

  it('counts the proxy as the client without TRUST_PROXY', async () => {
    await start({ SESSIONS_RATE_LIMIT_PER_MINUTE: '2' });
    const statuses = [];
    for (const address of ['127.0.0.1', '127.0.0.2', '127.0.0.3']) statuses.push(await ask(address, '192.0.2.1'));
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('is below /svc/ only, with its docs and probes', async () => {
    await start({});
    for (const path of ['/docs/', '/docs-json', '/health/live', '/health/ready', HEALTH]) {
      expect((await fetch(`${proxy.url}/svc${path}`)).status).toBe(200);
      expect((await fetch(proxy.url + path)).status).toBe(404);
    }
  });

  it('has an OpenAPI document that leads to the API, by a relative URL or by PUBLIC_URL', async () => {
    await start({});
    expect(await serverOf(`${proxy.url}/svc/docs-json`)).toBe(`${proxy.url}/svc/`);
    await proxy.stop();
    await start({ PUBLIC_URL: 'https://api.example.com/svc' });
    expect(await serverOf(`${proxy.url}/svc/docs-json`)).toBe('https://api.example.com/svc');
  });
});

/** Where a client that follows the OpenAPI specification finds the API. */
async function serverOf(documentUrl: string): Promise<string> {
  const { servers } = (await (await fetch(documentUrl)).json()) as { servers: { url: string }[] };
  return new URL(servers[0]?.url ?? '', documentUrl).href;
}
