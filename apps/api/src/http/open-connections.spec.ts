import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HttpAdapterHost, type AbstractHttpAdapter } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { DRAIN_MS, LAST_MS, OpenConnections } from './open-connections.js';

describe('OpenConnections, once the shutdown has begun', () => {
  const clients: Socket[] = [];
  let server: Server;
  let connections: OpenConnections;

  beforeEach(async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    server = createServer();
    const host = new HttpAdapterHost<AbstractHttpAdapter<Server>>();
    host.httpAdapter = new ExpressAdapter();
    host.httpAdapter.setHttpServer(server);
    connections = new OpenConnections(host);
    connections.onApplicationBootstrap();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    jest.useRealTimers();
    for (const client of clients.splice(0)) client.destroy();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });

  /** Sends a text; the answer is the request that the server makes of it, and the client that sent it. */
  const send = async (text: string): Promise<{ client: Socket; request: IncomingMessage }> => {
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    clients.push(client);
    client.on('error', () => undefined);
    client.write(text);
    const [request] = (await once(server, 'request')) as [IncomingMessage];
    return { client, request };
  };
  /** Sends a hundredth of a body. */
  const upload = async (): ReturnType<typeof send> => {
    const sent = await send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n1');
    await once(sent.request, 'data');
    return sent;
  };
  const drain = (): void => {
    connections.onModuleDestroy();
    jest.advanceTimersByTime(DRAIN_MS);
  };

  it('cuts an upload of which nothing came for the time of the drain, counted from its end', async () => {
    const { request } = await upload();
    drain();
    jest.advanceTimersByTime(DRAIN_MS - 1);
    expect(request.socket.destroyed).toBe(false);
    jest.advanceTimersByTime(1);
    expect(request.socket.destroyed).toBe(true);
  });

  it('spares an upload that goes on, until the deadline', async () => {
    const { client, request } = await upload();
    drain();
    for (let waited = DRAIN_MS; waited < LAST_MS - DRAIN_MS; waited += DRAIN_MS) {
      client.write('2');
      await once(request, 'data');
      jest.advanceTimersByTime(DRAIN_MS);
      expect(request.socket.destroyed).toBe(false);
    }
    client.write('3');
    await once(request, 'data');
    jest.advanceTimersByTime(DRAIN_MS - 1);
    expect(request.socket.destroyed).toBe(false);
    jest.advanceTimersByTime(1);
    expect(request.socket.destroyed).toBe(true);
  });

  it('waits until the deadline for the answer to a request that came whole', async () => {
    const { request } = await send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    drain();
    jest.advanceTimersByTime(LAST_MS - DRAIN_MS - 1);
    expect(request.socket.destroyed).toBe(false);
    jest.advanceTimersByTime(1);
    expect(request.socket.destroyed).toBe(true);
  });

  it('leaves no timer behind when the server has closed', async () => {
    const { request } = await upload();
    connections.onModuleDestroy();
    expect(jest.getTimerCount()).toBeGreaterThan(0);
    server.close();
    request.socket.destroy();
    await Promise.all([once(request.socket, 'close'), once(server, 'close')]);
    expect(jest.getTimerCount()).toBe(0);
    server.listen(0, '127.0.0.1');
  });
});
