import { DEFAULT_KIND } from '../domain/kind.js';
import type { Session } from '../domain/session.js';
import { memory } from '../guard/shared-memory.js';

/**
 * The session that a client of a gateway with `@SessionGateway()` had when it connected; `undefined` if it had none of
 * that kind. For `handleConnection` and `handleDisconnect`; a handler of messages has `@CurrentSession()`.
 */
export function connectedSession(client: object, kind = DEFAULT_KIND): Session | undefined {
  return memory().connected.get(client)?.get(kind)?.session;
}
