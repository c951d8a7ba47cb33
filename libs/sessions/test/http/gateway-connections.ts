import { once } from 'node:events';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import type { Credentials } from './gateway-clients.js';

/** How a connection to a gateway ended. */
export interface Closing {
  /** The `exception` event before it. */
  readonly exception: unknown;
  /** What Socket.IO calls the reason, or the code of ws. */
  readonly how: string | number;
}

/** A connection to a gateway, seen from the client. */
export interface GatewayConnection {
  readonly isOpen: boolean;
  readonly closed: Promise<Closing>;
  /** Sends a message and gives the event that answers it. */
  ask(event: string): Promise<{ readonly event: string; readonly data: unknown }>;
  close(): void;
}

export function connectSocketIo(url: string, { headers = {}, auth = {} }: Credentials): GatewayConnection {
  const socket = io(url, {
    transports: ['websocket'],
    extraHeaders: headers,
    auth,
    forceNew: true,
    reconnection: false,
  });
  let exception: unknown;
  socket.on('exception', (data: unknown) => (exception = data));
  const closed = new Promise<Closing>((resolve) => {
    socket.once('disconnect', (how) => {
      resolve({ exception, how });
    });
  });
  const ask = (event: string): Promise<{ event: string; data: unknown }> =>
    new Promise((resolve) => {
      socket.onAny((answer: string, data: unknown) => {
        resolve({ event: answer, data });
      });
      socket.emit(event, {});
    });
  return {
    get isOpen() {
      return socket.connected;
    },
    ...{ closed, ask },
    close: () => void socket.close(),
  };
}

export function connectWs(url: string, { headers = {} }: Credentials): GatewayConnection {
  const socket = new WebSocket(url.replace('http', 'ws'), { headers });
  let exception: unknown;
  socket.on('message', (text: Buffer) => {
    const { event, data } = JSON.parse(text.toString()) as { event: string; data: unknown };
    if (event === 'exception') exception = data;
  });
  const closed = new Promise<Closing>((resolve) => {
    socket.once('close', (how) => {
      resolve({ exception, how });
    });
  });
  const opened = once(socket, 'open');
  // A test that closes it earlier does not wait for it.
  opened.catch(() => undefined);
  socket.on('error', () => undefined);
  const ask = async (event: string): Promise<{ event: string; data: unknown }> => {
    await opened;
    return new Promise((resolve) => {
      socket.once('message', (text: Buffer) => {
        resolve(JSON.parse(text.toString()) as { event: string; data: unknown });
      });
      socket.send(JSON.stringify({ event, data: {} }));
    });
  };
  return {
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    ...{ closed, ask },
    close: () => {
      socket.terminate();
    },
  };
}
