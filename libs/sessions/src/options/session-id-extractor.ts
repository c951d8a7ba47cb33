/** The request of Express or Fastify, or the handshake of a socket. An extractor reads the session id from it. */
export interface IncomingRequest {
  /** By header name in lower case, as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The `auth` object that a Socket.IO client sent. */
  readonly auth?: unknown;
}

export function isRequest(value: unknown): value is IncomingRequest {
  if (typeof value !== 'object' || value === null || !('headers' in value)) return false;
  return typeof value.headers === 'object' && value.headers !== null;
}

/**
 * Reads the session id of a request; gives `undefined` if there is none. An extractor that may find several ids, such
 * as cookies with the same name, gives a list. The guard tries these ids in turn until it finds an active session.
 *
 * @example
 * const fromTicket: SessionIdExtractor = ({ headers }) => tickets.idIn(headers['x-ticket']);
 */
export interface SessionIdExtractor {
  (request: IncomingRequest): string | readonly string[] | undefined;
  /** The value of `WWW-Authenticate` in a 401, such as `Bearer`. */
  readonly challenge?: string;
}

/** In characters. The ids of all stores are much shorter, so a longer string is not an id. */
const LONGEST_ID = 256;

/** The most ids of one request that are tried. Each may cost a round trip to the store. */
const MOST_IDS = 5;

/**
 * The ids of the first extractor that finds any, without duplicates. An extractor may be written in plain JavaScript
 * and return anything.
 */
export function sessionIdsIn(request: IncomingRequest, sources: readonly SessionIdExtractor[]): readonly string[] {
  for (const source of sources) {
    const given: unknown = source(request);
    const ids = (Array.isArray(given) ? given : [given]).filter(isId);
    if (ids.length > 0) return [...new Set(ids)].slice(0, MOST_IDS);
  }
  return [];
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && id !== '' && id.length <= LONGEST_ID;
}
