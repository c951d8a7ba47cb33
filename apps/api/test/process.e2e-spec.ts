import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { AGENT, HEALTH, SESSIONS, USER } from './client.js';
import { ServerProcess } from './server-process.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

describe('The server as a process', () => {
  const processes: ServerProcess[] = [];

  const launch = (env: Readonly<Record<string, string>> = {}): ServerProcess => {
    const started = new ServerProcess({ PORT: '0', ...env });
    processes.push(started);
    return started;
  };

  afterEach(async () => {
    for (const started of processes.splice(0)) {
      started.signal('SIGKILL');
      await started.exited;
    }
  });

  it('prints its address and its store in three lines, and ends with code 0', async () => {
    const server = launch({ SESSIONS_MAX: '7' });
    const url = await server.url();
    expect(server.stdout).toBe(
      `Sessions API  ${url}/api/messaging/sessions\nSwagger UI    ${url}/docs\nStore         memory, at most 7 sessions; a restart loses them\n`,
    );
    expect((await fetch(url + HEALTH)).status).toBe(200);
    server.signal('SIGINT');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.stderr).toBe('');
  });

  it('listens on IPv6, too', async () => {
    const server = launch({ HOST: '::1' });
    const url = await server.url();
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(url + HEALTH)).status).toBe(200);
  });

  it('says in one line that its port is taken, with code 1', async () => {
    const { port } = new URL(await launch().url());
    const second = launch({ PORT: port });
    expect(await second.exited).toEqual({ code: 1, signal: null });
    expect(second.stderr).toBe(
      `The server can't listen on 127.0.0.1, port ${port}: another program does already. Stop it, or set PORT.\n`,
    );
    expect(second.stdout).toBe('');
  });

  it('says in one line that the machine has no such address, with code 1', async () => {
    const server = launch({ HOST: '192.0.2.1', SESSIONS_API_KEY: 'key' });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr).toBe(
      "The server can't listen on 192.0.2.1, port 0: this machine has no such address. Set HOST.\n",
    );
  });

  it('names every bad setting, with code 1 and no stack', async () => {
    const server = launch({
      PORT: 'x',
      SESSIONS_STORE: 'postgres',
      SESSION_MAX_TIMEOUT_MINUTES: '2',
      SESSIONS_API_KEY: 'a b',
    });
    expect(await server.exited).toEqual({ code: 1, signal: null });
    expect(server.stderr.split('\n')).toEqual([
      "The server can't start with these settings:",
      "  PORT is 'x', allowed is a whole number, 0 to 65535.",
      "  SESSIONS_STORE is 'postgres', allowed is file or memory or redis.",
      '  SESSIONS_API_KEY is a value that is not shown, allowed is visible ASCII characters without spaces.',
      "  SESSION_DEFAULT_TIMEOUT_MINUTES is '30', allowed is at most SESSION_MAX_TIMEOUT_MINUTES, which is '2'.",
      '',
    ]);
    expect(server.stdout).toBe('');
  });

  it('listens beyond loopback only with an API key, or if anonymous access is allowed', async () => {
    const refused = launch({ HOST: '0.0.0.0' });
    expect(await refused.exited).toEqual({ code: 1, signal: null });
    expect(refused.stderr).toContain('there is no SESSIONS_API_KEY');
    for (const env of [{ SESSIONS_API_KEY: 'key' }, { SESSIONS_ALLOW_ANONYMOUS: 'true' }]) {
      const url = await launch({ HOST: '0.0.0.0', ...env }).url();
      expect((await fetch(url + HEALTH)).status).toBe(200);
    }
  });

  it('on SIGTERM turns readiness to 503, finishes what is in flight, and ends with code 0', async () => {
    const server = launch();
    const url = await server.url();
    const keepAlive = new Agent({ keepAlive: true });
    expect((await ask(url, '/health/ready', keepAlive)).statusCode).toBe(200);
    const silent = connect(Number(new URL(url).port), '127.0.0.1');
    await once(silent, 'connect');
    const body = JSON.stringify({ agentId: AGENT, userId: USER });
    const inFlight = post(url, body.length);
    await once(inFlight, 'continue');
    inFlight.write(body.slice(0, 10));

    const signalled = performance.now();
    server.signal('SIGTERM');
    while ((await ask(url, '/health/ready', keepAlive)).statusCode === 200);
    expect((await ask(url, '/health/live', keepAlive)).statusCode).toBe(200);
    expect((await ask(url, HEALTH, new Agent())).statusCode).toBe(503);
    server.signal('SIGTERM');
    server.signal('SIGINT');
    inFlight.end(body.slice(10));
    const [response] = (await once(inFlight, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(201);

    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - signalled).toBeGreaterThan(900);
    expect(performance.now() - signalled).toBeLessThan(4500);
    expect(server.stderr).not.toContain('Error:');
    keepAlive.destroy();
    silent.destroy();
  });

  it('waits for a request that takes longer than the drain', async () => {
    const server = launch();
    const url = await server.url();
    const body = JSON.stringify({ agentId: AGENT, userId: USER });
    const slow = post(url, body.length);
    await once(slow, 'continue');
    slow.write(body.slice(0, 10));
    server.signal('SIGTERM');
    while (await accepts(url));
    slow.end(body.slice(10));
    const [response] = (await once(slow, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(201);
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it('does not wait for a stalled upload', async () => {
    const server = launch();
    const url = await server.url();
    const stalled = connect(Number(new URL(url).port), '127.0.0.1');
    stalled.write(`POST ${SESSIONS} HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n{`);
    await once(stalled, 'data');
    const signalled = performance.now();
    server.signal('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - signalled).toBeLessThan(5000);
    expect(server.stderr).not.toContain('Error');
    stalled.destroy();
  }, 15_000);
});

async function ask(url: string, path: string, agent: Agent): Promise<IncomingMessage> {
  const [response] = (await once(request(url + path, { agent }).end(), 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response;
}

/** A request to create a session whose body is still to come; `continue` tells that the server has it. */
function post(url: string, length: number): ClientRequest {
  const headers = { 'content-type': 'application/json', 'content-length': length, expect: '100-continue' };
  const outgoing = request(url + SESSIONS, { method: 'POST', headers, agent: new Agent({ keepAlive: true }) });
  outgoing.flushHeaders();
  return outgoing;
}

/** Whether the server takes new connections. */
async function accepts(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
