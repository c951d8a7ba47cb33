import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { until } from '../../../libs/sessions-file/test/until.js';
import { AGENT, SESSIONS, USER } from './client.js';
import { ServerProcesses } from './server-processes.js';

const processes = new ServerProcesses();
afterEach(() => processes.killAll());

async function metricsOf(url: string, key?: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}/metrics`, { headers: key === undefined ? {} : { 'x-api-key': key } });
  return { status: response.status, text: await response.text() };
}

describe('The metrics of the server', () => {
  it('count its sessions', async () => {
    const url = await processes.launch().url();
    const body = JSON.stringify({ agentId: AGENT, userId: USER });
    const headers = { 'content-type': 'application/json' };
    const created = await fetch(url + SESSIONS, { method: 'POST', body, headers });
    expect(created.status).toBe(201);
    const { status, text } = await metricsOf(url);
    expect(status).toBe(200);
    expect(text).toMatch(/^nest_sessions_active\{store="memory",shared="false".*\} 1$/m);
    expect(text).toMatch(/^nest_sessions_created_total\{.*\} 1$/m);
    expect(text).toMatch(/^nest_sessions_health_status\{.*status="healthy".*\} 1$/m);
    expect(text).not.toContain(USER);
  });

  it('time requests by method, route, status and error code, from the first request for metrics on', async () => {
    const url = await processes.launch().url();
    await fetch(`${url}${SESSIONS}/before`);
    await metricsOf(url);
    await fetch(`${url}${SESSIONS}/an-id-that-is-unknown`);
    await fetch(`${url}/no/such/route`);
    await fetch(`${url}${SESSIONS}/health`);
    const { text } = await metricsOf(url);
    expect(requests(text)).toEqual([
      'GET 404 /api/messaging/sessions/:sessionId SESSION_NOT_FOUND = 1',
      'GET 404 NOT_FOUND = 1',
      'GET 200 /api/messaging/sessions/health = 1',
    ]);
    expect(text).not.toContain('an-id-that-is-unknown');
  });

  it('show the delay of the event loop and the heap', async () => {
    const url = await processes.launch().url();
    let text = '';
    // The delay of the first few turns is not shown.
    await until('there is a delay', async () => {
      ({ text } = await metricsOf(url));
      return text.includes('nodejs_eventloop_delay_p99');
    });
    expect(text).toMatch(/^nodejs_eventloop_delay_p99\{.*\} 0\.\d+$/m);
    expect(text).toMatch(/^v8js_memory_heap_used\{.*old_space.*\} \d+$/m);
  });

  it('need the key of the server', async () => {
    const url = await processes.launch({ SESSIONS_API_KEY: 'correct-horse-battery-staple' }).url();
    expect((await metricsOf(url)).status).toBe(401);
    expect((await metricsOf(url, 'correct-horse-battery-staple')).status).toBe(200);
  });

  it('have a port of their own if the settings give one', async () => {
    const port = await freePort();
    const url = await processes.launch({ SESSIONS_API_KEY: 'key', METRICS_PORT: String(port) }).url();
    expect((await metricsOf(url, 'key')).status).toBe(404);
    const own = await metricsOf(`http://127.0.0.1:${String(port)}`);
    expect(own.text).toContain('nest_sessions_active');
  });

  it('stop the start if their port is in use, with a message that names the setting', async () => {
    const { port } = new URL(await processes.launch().url());
    const second = processes.launch({ METRICS_PORT: port });
    expect(await second.exited).toMatchObject({ code: 1 });
    expect(second.stderr).toBe(
      `The server can't listen on 127.0.0.1, port ${port}: another program does already. Stop it, or set METRICS_PORT.\n`,
    );
  });
});

/** The requests that were counted: method, status, route, code of the error and how many. */
function requests(text: string): string[] {
  const labels = ['http_request_method', 'http_response_status_code', 'http_route', 'error_type'];
  return [...text.matchAll(/^http_server_request_duration_count\{(.*)\} (\d+)$/gm)].map(([, its = '', count = '']) => {
    const values = labels.flatMap((label) => new RegExp(`${label}="([^"]*)"`).exec(its)?.[1] ?? []);
    return `${values.join(' ')} = ${count}`;
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('This machine has no free port.');
  return address.port;
}
