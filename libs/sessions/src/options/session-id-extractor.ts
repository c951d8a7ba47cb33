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
 * Reads the session id of a request; `undefined` where there is none.
 *
 * @example
 * const fromTicket: SessionIdExtractor = ({ headers }) => tickets.idIn(headers['x-ticket']);
 */
export interface SessionIdExtractor {
  (request: IncomingRequest): string | undefined;
  /** What a 401 says in `WWW-Authenticate`, such as `Bearer`. */
  readonly challenge?: string;
}

/** Far above any id of a store; a longer text is no id. In characters. */
const LONGEST_ID = 256;

/** The id that the first source gives. A source may be plain JavaScript and give anything. */
export function sessionIdIn(request: IncomingRequest, sources: readonly SessionIdExtractor[]): string | undefined {
  for (const source of sources) {
    const id: unknown = source(request);
    if (typeof id === 'string' && id !== '' && id.length <= LONGEST_ID) return id;
  }
  return undefined;
}
