import { once } from 'node:events';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';

/** A client of a gateway. */
export interface Client {
  /** Sends a message and gives the event that answers it. */
  ask(event: string, data?: object): Promise<{ event: string; data: unknown }>;
  close(): void;
}

export interface Credentials {
  readonly headers?: Record<string, string>;
  readonly auth?: Record<string, string>;
}

export async function socketIoClient(url: string, { headers = {}, auth = {} }: Credentials): Promise<Client> {
  const socket = io(url, { transports: ['websocket'], extraHeaders: headers, auth, forceNew: true });
  await new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(undefined)).once('connect_error', reject);
  });
  return {
    ask: (event, data = {}) =>
      new Promise((resolve) => {
        for (const answer of [event, 'exception']) {
          socket.off(answer).once(answer, (answered: unknown) => resolve({ event: answer, data: answered }));
        }
        socket.emit(event, data);
      }),
    close: () => void socket.close(),
  };
}

export async function wsClient(url: string, { headers = {} }: Credentials): Promise<Client> {
  const socket = new WebSocket(url.replace('http', 'ws'), { headers });
  await once(socket, 'open');
  return {
    ask: (event, data = {}) =>
      new Promise((resolve) => {
        const listen = (text: Buffer): void => {
          const answer = JSON.parse(text.toString()) as { event: string; data: unknown };
          if (answer.event !== event && answer.event !== 'exception') return;
          socket.off('message', listen);
          resolve(answer);
        };
        socket.on('message', listen);
        socket.send(JSON.stringify({ event, data }));
      }),
    close: () => socket.terminate(),
  };
}
