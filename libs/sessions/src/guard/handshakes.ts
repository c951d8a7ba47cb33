import { memory } from './shared-memory.js';
import { isRequest, type IncomingRequest } from '../options/session-id-extractor.js';

/**
 * Tells the guard which request opened a socket of `ws`. Such a socket does not keep its request. A socket of Socket.IO
 * does, so an application with Socket.IO does not call this function.
 *
 * @example
 * handleConnection(client: WebSocket, request: IncomingMessage) {
 *   registerHandshake(client, request);
 * }
 */
export function registerHandshake(client: object, request: IncomingRequest): void {
  memory().handshakes.set(client, request);
}

/** The request that opened a connection. A socket of Socket.IO keeps it as `handshake`. */
export function handshakeOf(client: unknown): IncomingRequest | undefined {
  if (typeof client !== 'object' || client === null) return undefined;
  const kept = memory().handshakes.get(client);
  if (kept) return kept;
  return 'handshake' in client && isRequest(client.handshake) ? client.handshake : undefined;
}
