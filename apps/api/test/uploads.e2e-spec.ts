import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { HEALTH, SESSIONS } from './client.js';
import { ServerProcesses } from './server-processes.js';

// Starting processes takes seconds on a busy machine.
jest.setTimeout(60_000);

/** Far more than the buffers of both ends of a connection hold. */
const ENDLESS_BYTES = 256 * 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, 0x20);

interface Outcome {
  readonly answer: string;
  /** How much of the body went out before the connection ended. */
  readonly sentBytes: number;
  readonly tookMs: number;
}

describe('The built server under uploads', () => {
  const servers = new ServerProcesses();
  let open: number;
  let locked: number;

  beforeAll(async () => {
    const urls = await Promise.all([servers.launch().url(), servers.launch({ SESSIONS_API_KEY: 'key' }).url()]);
    [open = 0, locked = 0] = urls.map((url) => Number(new URL(url).port));
  });

  afterAll(() => servers.killAll());

  const LENGTH = 'Content-Length: 100000000000';
  const CHUNKED = 'Transfer-Encoding: chunked';
  const JSON_TYPE = 'Content-Type: application/json';

  it.each([
    ['a body that says it is too large', `POST ${SESSIONS}`, [LENGTH, JSON_TYPE], 413, false],
    ['one of another type', `POST ${SESSIONS}`, [LENGTH, 'Content-Type: text/plain'], 413, false],
    ['one on an unknown route', 'POST /nope', [LENGTH, JSON_TYPE], 413, false],
    ['one on a probe', `GET ${HEALTH}`, [LENGTH], 413, false],
    ['one that waits to be asked for', `POST ${SESSIONS}`, [LENGTH, JSON_TYPE, 'Expect: 100-continue'], 413, false],
    ['a body without a length, once it is too large', `POST ${SESSIONS}`, [CHUNKED, JSON_TYPE], 413, false],
    ['one of another type without a length', `POST ${SESSIONS}`, [CHUNKED, 'Content-Type: text/plain'], 415, false],
    ['one without a length on an unknown route', 'POST /nope', [CHUNKED, JSON_TYPE], 413, false],
    ['a body without a key', `POST ${SESSIONS}`, [LENGTH, JSON_TYPE], 413, true],
    ['one without a key and without a length', `POST ${SESSIONS}`, [CHUNKED, JSON_TYPE], 401, true],
  ])('refuses %s, and reads no more of it', async (_name, request, headers, status, needsKey) => {
    const { answer, sentBytes, tookMs } = await upload(needsKey ? locked : open, request, headers);
    expect(answer).toMatch(new RegExp(`^(HTTP/1.1 100 Continue\r\n\r\n)?HTTP/1.1 ${String(status)} `));
    expect(answer).toMatch(/"code":"(PAYLOAD_TOO_LARGE|UNSUPPORTED_MEDIA_TYPE|UNAUTHORIZED)".*\}$/);
    expect(sentBytes).toBeLessThan(ENDLESS_BYTES / 4);
    expect(tookMs).toBeLessThan(10_000);
  });

  it('answers a probe with an endless body, and reads no more of it', async () => {
    const { answer, sentBytes } = await upload(open, `GET ${HEALTH}`, [CHUNKED]);
    expect(answer).toMatch(/^HTTP\/1\.1 (200|413) /);
    expect(sentBytes).toBeLessThan(ENDLESS_BYTES / 4);
  });

  it('keeps a connection open after a small body that no route reads', async () => {
    const socket = connect(open, '127.0.0.1');
    const body = JSON.stringify({ pad: 'x'.repeat(60_000) });
    const request = `POST /nope HTTP/1.1\r\nHost: localhost\r\n${JSON_TYPE}\r\nContent-Length: ${String(body.length)}\r\n\r\n`;
    for (let sent = 0; sent < 3; sent += 1) {
      socket.write(request + body);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 404 /);
    }
    socket.destroy();
  });
});

/** Sends a body as fast as the server takes it, until the server ends the connection. */
async function upload(port: number, request: string, headers: readonly string[]): Promise<Outcome> {
  const began = performance.now();
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (data) => chunks.push(data));
  const end = ended(socket);
  socket.write(`${request} HTTP/1.1\r\nHost: localhost\r\n${headers.join('\r\n')}\r\n\r\n`);
  const isChunked = headers.includes('Transfer-Encoding: chunked');
  const piece = isChunked ? Buffer.concat([Buffer.from('10000\r\n'), CHUNK, Buffer.from('\r\n')]) : CHUNK;
  const send = (): void => {
    while (socket.writable && socket.bytesWritten < ENDLESS_BYTES && socket.write(piece));
  };
  socket.on('drain', send);
  send();
  await end;
  return {
    answer: Buffer.concat(chunks).toString(),
    sentBytes: socket.bytesWritten,
    tookMs: performance.now() - began,
  };
}

/** Waits until a connection is closed, in whatever way. */
async function ended(socket: Socket): Promise<void> {
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
}
