import { memory } from './shared-memory.js';
import { isRequest, type IncomingRequest } from '../options/session-id-extractor.js';

/**
 * Tells the guard which request opened a socket of `ws`, which does not know it itself. Socket.IO needs none of this.
 *
 * @example
 * handleConnection(client: WebSocket, request: IncomingMessage) {
 *   registerHandshake(client, request);
 * }
 */
export function registerHandshake(client: object, request: IncomingRequest): void {
  memory().handshakes.set(client, request);
}

/** The request that opened a connection: a socket of Socket.IO has it as `handshake`. */
export function handshakeOf(client: unknown): IncomingRequest | undefined {
  if (typeof client !== 'object' || client === null) return undefined;
  const kept = memory().handshakes.get(client);
  if (kept) return kept;
  return 'handshake' in client && isRequest(client.handshake) ? client.handshake : undefined;
}
