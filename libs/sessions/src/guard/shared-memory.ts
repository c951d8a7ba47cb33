import type { Session } from '../domain/session.js';
import type { IncomingRequest } from '../options/session-id-extractor.js';
import type { RefusalBody } from '../options/session-refusal.js';
import type { RequestLookup } from './request-lookup.js';

/** Under `Symbol.for`, because one process may load the package as ESM and as CommonJS. */
const MEMORY = Symbol.for('nest-sessions:http');

/** The session of a connection to a gateway. */
export interface ConnectedSession {
  /** As it was when the client connected. */
  readonly session: Session;
  /** As far as this instance knows: a rotation on another instance is not visible here. */
  id: string;
}

/** Admits connections to a gateway with a session of one kind. */
export interface Admission {
  readonly refusalBody: RefusalBody | undefined;
  admit(client: object): Promise<RequestLookup>;
  report(error: unknown): void;
}

interface Memory {
  /** The sessions that guards found, by the two objects of `Visit.place` and by kind. `undefined` if they found none. */
  readonly found: WeakMap<object, WeakMap<object, Map<string, Session | undefined>>>;
  readonly handshakes: WeakMap<object, IncomingRequest>;
  /** By client, and by kind. */
  readonly connected: WeakMap<object, Map<string, ConnectedSession>>;
  /** By gateway, and by kind. */
  readonly admissions: WeakMap<object, Map<string, Admission>>;
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
  return (home[MEMORY] = {
    found: new WeakMap(),
    handshakes: new WeakMap(),
    connected: new WeakMap(),
    admissions: new WeakMap(),
  });
}
