import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { HEALTH, SESSIONS } from './client.js';
import { Proxy } from './proxy.js';
import { exchange, type RawAnswer } from './raw-http.js';
import { ServerProcesses } from './server-processes.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

const KEY = 'correct-horse-battery-staple';

describe('The built server behind proxies', () => {
  const servers = new ServerProcesses();
  const proxies: Proxy[] = [];

  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
    await servers.killAll();
  });

  const launch = (env: Readonly<Record<string, string>> = {}): Promise<string> => servers.launch(env).url();

  async function launchBehindProxy(env: Readonly<Record<string, string>>, prefix = ''): Promise<string> {
    const proxy = await Proxy.start(await launch(env), prefix);
    proxies.push(proxy);
    return proxy.url;
  }

  describe('the rate limit', () => {
    const ask = async (url: string, client: string, path = SESSIONS): Promise<number> =>
      (await fetch(url + path, { headers: { 'x-client': client } })).status;

    it.each(['1', '127.0.0.1', '127.0.0.0/8, 10.0.0.0/8'])('counts the client with TRUST_PROXY=%s', async (trusted) => {
      const url = await launchBehindProxy({ SESSIONS_RATE_LIMIT_PER_MINUTE: '2', TRUST_PROXY: trusted });
      const statuses = [];
      for (let asked = 0; asked < 3; asked += 1) statuses.push(await ask(url, '192.0.2.1'));
      expect(statuses).toEqual([200, 200, 429]);
      expect(await ask(url, '192.0.2.2')).toBe(200);
    });

    it('counts the proxy without it, whatever X-Forwarded-For says', async () => {
      const url = await launchBehindProxy({ SESSIONS_RATE_LIMIT_PER_MINUTE: '2' });
      expect([await ask(url, '192.0.2.1'), await ask(url, '192.0.2.2'), await ask(url, '192.0.2.3')]).toEqual([
        200, 200, 429,
      ]);
    });

    it('counts an IPv6 network of 64 bits as one client', async () => {
      const url = await launchBehindProxy({ SESSIONS_RATE_LIMIT_PER_MINUTE: '1', TRUST_PROXY: '1' });
      expect(await ask(url, '2001:db8:0:1::1')).toBe(200);
      expect(await ask(url, '2001:db8:0:1:ffff::2')).toBe(429);
      expect(await ask(url, '2001:db8:0:2::1')).toBe(200);
    });

    it.each(['/nope', '/docs', '/docs-json', `${SESSIONS}/x/y/z`])('counts %s, too', async (path) => {
      const url = await launch({ SESSIONS_RATE_LIMIT_PER_MINUTE: '1' });
      await fetch(url + path);
      const answer = await fetch(url + path);
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await answer.json()).toMatchObject({ error: { code: 'RATE_LIMITED' } });
      expect((await fetch(url + HEALTH)).status).toBe(200);
    });
  });

  describe('the servers of the OpenAPI document', () => {
    /** Where a client that follows the OpenAPI specification finds the API. */
    async function apiOf(documentUrl: string): Promise<string> {
      const { servers: named } = (await (await fetch(documentUrl)).json()) as { servers: { url: string }[] };
      return new URL(named[0]?.url ?? '', documentUrl).href.replace(/\/$/, '');
    }

    it.each(['', '/svc', '/a/b'])('lead to the API if a proxy mounts it at "%s/"', async (prefix) => {
      const url = await launchBehindProxy({}, prefix);
      const api = await apiOf(`${url}/docs-json`);
      expect(api).toBe(url);
      expect((await fetch(api + HEALTH)).status).toBe(200);
    });

    it('are PUBLIC_URL if it is set', async () => {
      const url = await launch({ PUBLIC_URL: 'https://api.example.com/svc' });
      expect(await apiOf(`${url}/docs-json`)).toBe('https://api.example.com/svc');
    });
  });

  describe('CORS', () => {
    const APP = 'https://app.example.com';
    const preflight = (url: string, origin: string): Promise<Response> =>
      fetch(url + SESSIONS, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,x-api-key',
        },
      });

    it('answers the preflight of an allowed origin, which carries no key', async () => {
      const url = await launch({ SESSIONS_API_KEY: KEY, CORS_ORIGINS: `http://localhost:5173,${APP}` });
      const answer = await preflight(url, APP);
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe(APP);
      expect(answer.headers.get('access-control-allow-methods')).toBe('GET,HEAD,POST,PATCH,DELETE');
      expect(answer.headers.get('access-control-allow-headers')).toBe('Content-Type,X-API-KEY');
      const read = await fetch(url + SESSIONS, { headers: { origin: APP, 'x-api-key': KEY } });
      expect(read.headers.get('access-control-allow-origin')).toBe(APP);
      const refused = await fetch(url + SESSIONS, { headers: { origin: APP } });
      expect(refused.status).toBe(401);
      expect(refused.headers.get('access-control-allow-origin')).toBe(APP);
    });

    it.each([
      ['another origin', { CORS_ORIGINS: APP }, 'https://evil.example'],
      ['any origin where none is set', {}, APP],
    ])('allows nothing to %s', async (_name, env, origin) => {
      const url = await launch(env);
      const answer = await preflight(url, origin);
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      const read = await fetch(url + SESSIONS, { headers: { origin } });
      expect(read.headers.get('access-control-allow-origin')).toBeNull();
    });
  });

  describe('the Host header', () => {
    const ask = (url: string, host: string, path: string, method = 'GET'): Promise<RawAnswer> =>
      exchange(Number(new URL(url).port), `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

    it('is refused if the server has no key and no such name, on every path but the probes', async () => {
      const url = await launch();
      for (const [method, path] of [
        ['GET', SESSIONS],
        ['DELETE', `${SESSIONS}/x`],
        ['GET', '/docs-json'],
        ['GET', '/nope'],
      ] as const) {
        for (const host of ['evil.example', 'evil.example:80', '127.0.0.1.evil.example', '']) {
          const answer = await ask(url, host, path, method);
          expect(answer).toMatchObject({ status: 421, body: { error: { code: 'HOST_NOT_ALLOWED' } } });
        }
      }
      for (const path of [HEALTH, '/health/live', '/health/ready']) {
        expect((await ask(url, 'evil.example', path)).status).toBe(200);
      }
    });

    it('may be any name of this machine', async () => {
      const url = await launch();
      for (const host of ['localhost', 'LOCALHOST:3000', '127.0.0.1:1', '127.8.9.10', '[::1]:3000']) {
        expect((await ask(url, host, SESSIONS)).status).toBe(200);
      }
    });

    it('may be a host of ALLOWED_HOSTS', async () => {
      const url = await launch({
        ALLOWED_HOSTS: 'sessions.internal, other.internal',
        PUBLIC_URL: 'https://api.example.com:8443/svc',
      });
      for (const host of ['sessions.internal', 'Other.Internal:8080', 'api.example.com']) {
        expect((await ask(url, host, SESSIONS)).status).toBe(200);
      }
      expect((await ask(url, 'third.internal', SESSIONS)).status).toBe(421);
    });

    it('may be the address that the client has connected to', async () => {
      const url = await launch({ HOST: '0.0.0.0', SESSIONS_ALLOW_ANONYMOUS: 'true' });
      expect((await ask(url, '127.0.0.1', SESSIONS)).status).toBe(200);
      expect((await ask(url, '203.0.113.7', SESSIONS)).status).toBe(421);
    });

    it('may be anything if the request has the key, which a page of another site does not have', async () => {
      const url = await launch({ SESSIONS_API_KEY: KEY });
      expect((await ask(url, `evil.example\r\nX-API-KEY: ${KEY}`, SESSIONS)).status).toBe(200);
      expect((await ask(url, 'evil.example', SESSIONS)).status).toBe(401);
    });
  });

  it.each([
    [{}, 65],
    [{ KEEP_ALIVE_SECONDS: '120' }, 120],
  ])('keeps idle connections with %j for %i s', async (env, expected) => {
    const { headers } = await fetch((await launch(env)) + HEALTH);
    expect(headers.get('keep-alive')).toBe(`timeout=${String(expected)}`);
  });

  describe('the files of Swagger UI', () => {
    it('are compressed and cached', async () => {
      const url = await launch();
      for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
        const path = `${url}/docs/${file}`;
        const { headers, status } = await fetch(path, { headers: { 'accept-encoding': 'gzip' } });
        expect(status).toBe(200);
        expect(headers.get('content-encoding')).toBe('gzip');
        expect(headers.get('cache-control')).toBe('public, max-age=86400');
        const { port, pathname } = new URL(path);
        const condition = `If-None-Match: ${String(headers.get('etag'))}`;
        const head = `GET ${pathname} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${condition}\r\n\r\n`;
        expect((await exchange(Number(port), head)).status).toBe(304);
      }
    });

    it('exclude the files that depend on the settings', async () => {
      const url = await launch();
      for (const path of ['/docs', '/docs/swagger-ui-init.js', '/docs-json']) {
        expect((await fetch(url + path)).headers.get('cache-control')).toBe('no-store');
      }
    });
  });
});
