import type { Session } from '../domain/session.js';
import type { IncomingRequest } from '../options/session-id-extractor.js';

/** `Symbol.for`, because one process may load the package as ESM and as CommonJS. */
const MEMORY = Symbol.for('nest-sessions:http');

interface Memory {
  /** The results of guards, by the two objects of `Visit.place`. */
  readonly found: WeakMap<object, WeakMap<object, Found>>;
  readonly handshakes: WeakMap<object, IncomingRequest>;
}

/** The result of a guard. `session` is `undefined` if the request has no active session. */
export interface Found {
  readonly session: Session | undefined;
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
