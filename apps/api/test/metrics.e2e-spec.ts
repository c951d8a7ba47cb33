import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../libs/sessions-redis/test/redis-server.js';
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
});
