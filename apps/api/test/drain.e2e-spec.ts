import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { RedisServer } from '../../../libs/sessions-redis/test/redis-server.js';
import { SESSIONS } from './client.js';
import { ServerProcesses } from './server-processes.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(30_000);

const CLIENTS = 50;

describe('The built server, at SIGTERM', () => {
  const servers = new ServerProcesses();
  let redis: RedisServer;

  beforeEach(async () => {
    redis = await RedisServer.start();
  });

  afterEach(async () => {
    await servers.killAll();
    await redis.stop();
  });

  it('answers the requests that wait for the store with Connection: close, and resets no connection', async () => {
    const server = servers.launch({ SESSIONS_STORE: 'redis', REDIS_URL: redis.url });
    const url = await server.url();
    const clients = Array.from({ length: CLIENTS }, () => new KeptAlive(url));
    const idle = await Promise.all(Array.from({ length: CLIENTS }, () => idleConnection(url)));
    for (const answer of await Promise.all(clients.map((client) => client.get()))) {
      expect(answer).toEqual({ status: 200, connection: 'keep-alive' });
    }

    redis.signal('SIGSTOP');
    const held = clients.map((client) => client.get());
    await Promise.all(clients.map((client) => client.sent()));
    server.signal('SIGTERM');
    while ((await readiness(url)) !== 503);
    redis.signal('SIGCONT');

    for (const answer of await Promise.all(held)) {
      expect(answer).toEqual({ status: 200, connection: 'close' });
    }
    expect(await server.exited).toEqual({ code: 0, signal: null });
    for (const socket of idle) expect(await socket.ended).toBe('closed');
  });

  it('keeps serving for DRAIN_SECONDS and closes each connection after its next answer', async () => {
    const server = servers.launch({ DRAIN_SECONDS: '1.5' });
    const url = await server.url();
    const client = new KeptAlive(url);
    expect(await client.get()).toEqual({ status: 200, connection: 'keep-alive' });
    const signalled = performance.now();
    server.signal('SIGTERM');
    while ((await readiness(url)) !== 503);
    expect(await client.get()).toEqual({ status: 200, connection: 'close' });
    expect(await new KeptAlive(url).get()).toEqual({ status: 200, connection: 'close' });
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - signalled).toBeGreaterThan(1400);
  });

  it('answers a request on a connection that was opened at the end of the drain', async () => {
    const server = servers.launch();
    const url = await server.url();
    server.signal('SIGTERM');
    const opened: Socket[] = [];
    for (let next = await open(url); next; next = await open(url)) {
      opened.push(next);
      await wait(20);
    }
    // The server may not have seen the last one.
    const socket = opened.at(-2);
    socket?.write(`GET ${SESSIONS} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect(socket && (await text(socket))).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*^Connection: close\r\n/m);
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  it('exits immediately with DRAIN_SECONDS=0', async () => {
    const server = servers.launch({ DRAIN_SECONDS: '0' });
    const idle = await idleConnection(await server.url());
    const signalled = performance.now();
    server.signal('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - signalled).toBeLessThan(1000);
    expect(await idle.ended).toBe('closed');
  });
});

/** A client with one connection that it uses again. */
class KeptAlive {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #sent: Promise<unknown> = Promise.resolve();

  constructor(private readonly url: string) {}

  async get(): Promise<{ status: number | undefined; connection: string | undefined }> {
    const outgoing = request(this.url + SESSIONS, { agent: this.#agent });
    this.#sent = once(outgoing, 'finish');
    outgoing.end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return { status: response.statusCode, connection: response.headers.connection };
  }

  /** Waits until the request has left. */
  async sent(): Promise<void> {
    await this.#sent;
  }
}

/** A connection that never sends anything, and how it ends. */
async function idleConnection(url: string): Promise<{ ended: Promise<'closed' | 'reset'> }> {
  const socket = await open(url);
  if (!socket) throw new Error('The server refuses connections.');
  socket.resume();
  const ended = new Promise<'closed' | 'reset'>((resolve) => {
    socket.once('close', (hadError) => {
      resolve(hadError ? 'reset' : 'closed');
    });
  });
  return { ended };
}

/** A connection to the server, unless the server refuses it. */
async function open(url: string): Promise<Socket | undefined> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return undefined;
  }
}

async function readiness(url: string): Promise<number> {
  return (await fetch(`${url}/health/ready`, { headers: { connection: 'close' } })).status;
}
