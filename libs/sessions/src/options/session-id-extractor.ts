/** What a session id is read from: the request of Express or Fastify, or the handshake of a socket. */
export interface IncomingRequest {
  /** By name in lower case, as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** What a Socket.IO client sent as `auth`. */
  readonly auth?: unknown;
}

export function isRequest(value: unknown): value is IncomingRequest {
  if (typeof value !== 'object' || value === null || !('headers' in value)) return false;
  return typeof value.headers === 'object' && value.headers !== null;
}

/**
 * Reads the session id of a request; `undefined` if there is none. A source that can hold several, such as cookies of one
 * name, gives a list: the guard tries the ids in turn until one is active.
 *
 * @example
 * const fromTicket: SessionIdExtractor = ({ headers }) => tickets.idIn(headers['x-ticket']);
 */
export interface SessionIdExtractor {
  (request: IncomingRequest): string | readonly string[] | undefined;
  /** What a 401 says in `WWW-Authenticate`, such as `Bearer`. */
  readonly challenge?: string;
}

/** Far above any id of a store; a longer string is not an id. In characters. */
const LONGEST_ID = 256;

/** How many ids of one request are tried. Each may cost a round trip to the store. */
const MOST_IDS = 5;

/** The ids that the first source with any gives, without repetition. A source may be plain JavaScript and give anything. */
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
