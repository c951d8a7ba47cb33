import type { Session } from '../domain/session.js';
import type { IncomingRequest } from '../options/session-id-extractor.js';

/** Under `Symbol.for`, because one process may load the package as ESM and as CommonJS. */
const MEMORY = Symbol.for('nest-sessions:http');

interface Memory {
  /** The sessions that guards found, by the two objects of `Visit.place` and by kind. `undefined` if they found none. */
  readonly found: WeakMap<object, WeakMap<object, Map<string, Session | undefined>>>;
  readonly handshakes: WeakMap<object, IncomingRequest>;
}

/**
 * What the guards know about live requests and connections. It is not stored in the request, because applications may
 * log requests.
 */
export function memory(): Memory {
  return memoryIn(everything);
}

const everything: object = globalThis;

function memoryIn(home: { [MEMORY]?: Memory }): Memory {
  const known = home[MEMORY];
  if (known) return known;
  return (home[MEMORY] = { found: new WeakMap(), handshakes: new WeakMap() });
}
