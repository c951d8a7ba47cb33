import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { DEFAULT_SETTINGS } from '../settings/settings.js';
import { limitConnections, REQUEST_LIMITS } from './express-settings.js';

describe('limitConnections', () => {
  it('gives a request less than 30 s', () => {
    expect(REQUEST_LIMITS.requestMs + REQUEST_LIMITS.checkMs).toBeLessThan(30_000);
  });

  it('ends a body that arrives too slowly', async () => {
    const server = createServer((request) => request.resume());
    limitConnections(server, DEFAULT_SETTINGS, { requestMs: 200, checkMs: 50 });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n');
    const drip = setInterval(() => socket.write(' '), 20);
    try {
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 /);
      await once(socket, 'close');
    } finally {
      clearInterval(drip);
      server.close();
    }
  });
});
