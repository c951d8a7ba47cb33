import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Attributes } from '@opentelemetry/api';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { measureRequests } from './http-requests.js';

let server: Server;
let client: Socket;
let recorded: Promise<Attributes>;

beforeEach(async () => {
  server = createServer();
  recorded = new Promise((resolve) => {
    const record = (_seconds: number, attributes: Attributes = {}): void => resolve(attributes);
    measureRequests(server, { createHistogram: () => ({ record }) });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = connect((server.address() as AddressInfo).port, '127.0.0.1');
});

afterEach(async () => {
  client.destroy();
  server.close();
  await once(server, 'close');
});

describe('measureRequests', () => {
  it('gives a request whose client left before the answer no status', async () => {
    server.on('request', () => client.destroy());
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await recorded).toEqual({
      'http.request.method': 'GET',
      'url.scheme': 'http',
      'error.type': 'ABORTED',
    });
  });
});
