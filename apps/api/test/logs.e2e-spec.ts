import { afterEach, describe, expect, it } from '@jest/globals';
import { AGENT, HEALTH, SESSIONS, USER } from './client.js';
import { ServerProcesses } from './server-processes.js';

const KEY = 'correct-horse-battery-staple';
const processes = new ServerProcesses();
afterEach(() => processes.killAll());

type Line = Readonly<Record<string, unknown>>;

function linesOf(stdout: string): Line[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

describe('The log of the server as JSON', () => {
  it('tells the start, the requests, what an admin did and the end, and holds no id and no key', async () => {
    const server = processes.launch({
      LOG_FORMAT: 'json',
      LOG_REQUESTS: 'true',
      SESSIONS_API_KEYS: `ops:admin:${KEY}`,
      SESSIONS_STORE: 'memory',
    });
    const url = await server.url();
    const headers = { 'x-api-key': KEY, 'content-type': 'application/json', 'x-request-id': 'from-the-client' };
    const body = JSON.stringify({ agentId: AGENT, userId: USER });
    const created = await fetch(url + SESSIONS, { method: 'POST', headers, body });
    expect(created.headers.get('x-request-id')).toBe('from-the-client');
    const { sessionId } = (await created.json()) as { sessionId: string };
    await fetch(`${url}${SESSIONS}/${sessionId}`, { headers: { 'x-api-key': KEY } });
    await fetch(url + SESSIONS, { headers });
    await fetch(url + HEALTH);
    await fetch(`${url}/no/such/route`, { headers });
    server.signal('SIGTERM');
    await server.exited;
    const lines = linesOf(server.stdout);
    for (const { timestamp, level } of lines) {
      expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      expect(level).toBe('log');
    }
    const [started, ...rest] = lines;
    expect(started).toMatchObject({
      message: 'started',
      version: '0.0.0',
      store: expect.stringContaining('memory'),
      settings: expect.arrayContaining(['LOG_FORMAT=json', 'SESSIONS_API_KEYS is set']),
    });
    const requests = rest.filter(({ context }) => context === 'Requests');
    expect(requests.map(({ method, route, status }) => [method, route, status])).toEqual([
      ['POST', '/api/messaging/sessions', 201],
      ['GET', '/api/messaging/sessions/:sessionId', 200],
      ['GET', '/api/messaging/sessions', 200],
      ['GET', '/api/messaging/sessions/health', 200],
      ['GET', 'unknown', 404],
    ]);
    expect(requests[0]).toMatchObject({ requestId: 'from-the-client', durationMs: expect.any(Number) });
    expect(requests[1]?.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(rest.filter(({ context }) => context === 'Admin').map(({ message }) => message)).toEqual([
      "GET /api/messaging/sessions with the key 'ops'",
    ]);
    expect(rest.at(-1)).toMatchObject({ context: 'Server', message: expect.stringMatching(/^Shutting down/) });
    for (const secret of [sessionId, USER, KEY]) expect(server.stdout).not.toContain(secret);
  });
});
