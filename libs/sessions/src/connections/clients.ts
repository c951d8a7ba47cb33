/** A client that does not answer a closing handshake is cut off after this time. */
const CUT_AFTER_MS = 500;

/** ws closes a refused connection with a code of its own range: 4401, 4410. 1013 asks the client to try again later. */
const WS_CODE = (statusCode: number): number => (statusCode === 503 ? 1013 : 4000 + statusCode);

interface SocketIoClient {
  readonly connected: boolean;
  emit(event: string, data: object): unknown;
  disconnect(close: boolean): unknown;
  once(event: string, listener: () => void): unknown;
}

interface WsClient {
  readonly readyState: number;
  send(data: string): unknown;
  close(code: number, reason: string): unknown;
  terminate(): unknown;
  once(event: string, listener: () => void): unknown;
}

const WS_OPEN = 1;

/** The connection of a client to a gateway. */
export type GatewayClient = SocketIoClient | WsClient;

/** Whether this is a socket of Socket.IO or ws. */
export function isGatewayClient(client: unknown): client is GatewayClient {
  return isSocketIo(client) || has(client, ['send', 'close', 'terminate', 'once']);
}

export function isOpen(client: GatewayClient): boolean {
  return isSocketIo(client) ? client.connected : client.readyState === WS_OPEN;
}

export function onceClosed(client: GatewayClient, listener: () => void): void {
  client.once(isSocketIo(client) ? 'disconnect' : 'close', listener);
}

/** Sends the same `exception` event as for a refused message, and closes the connection. */
export function closeClient(client: GatewayClient, statusCode: number, code: string, body: object): void {
  if (isSocketIo(client)) {
    client.emit('exception', body);
    client.disconnect(true);
    return;
  }
  client.send(JSON.stringify({ event: 'exception', data: body }));
  client.close(WS_CODE(statusCode), code);
  const cut = setTimeout(() => client.terminate(), CUT_AFTER_MS).unref();
  client.once('close', () => {
    clearTimeout(cut);
  });
}

function isSocketIo(client: unknown): client is SocketIoClient {
  return has(client, ['emit', 'disconnect', 'once']);
}

function has(client: unknown, methods: readonly string[]): boolean {
  return (
    typeof client === 'object' &&
    client !== null &&
    methods.every((method) => typeof Reflect.get(client, method) === 'function')
  );
}
