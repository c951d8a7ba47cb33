import { checkedName } from './check-name.js';
import type { SessionIdExtractor } from '../options/session-id-extractor.js';

/**
 * Reads the id from a header, such as `x-session-id`. Node joins the values of a header that is sent several times with commas:
 * the guard tries each. Throws `InvalidOptionsError` if the name is not valid.
 */
export function fromHeader(name: string): SessionIdExtractor {
  const key = checkedName('header', name).toLowerCase();
  return ({ headers }) => valuesOf(headers[key]);
}

/** Reads the id from `Authorization: Bearer <id>`; of several, where the server joins repeated headers, the guard tries each. */
export function fromBearer(): SessionIdExtractor {
  const read: SessionIdExtractor = ({ headers }) =>
    valuesOf(headers.authorization).flatMap((value) => BEARER.exec(value)?.[1] ?? []);
  return Object.assign(read, { challenge: 'Bearer' });
}

/** Reads the id from the `auth` that a Socket.IO client connects with, such as `io(url, { auth: { sessionId } })`. */
export function fromHandshakeAuth(name: string): SessionIdExtractor {
  return ({ auth }) => (typeof auth === 'object' && auth !== null ? asString(Reflect.get(auth, name)) : undefined);
}

/** RFC 6750, section 2.1. */
const BEARER = /^bearer +([\w.~+/-]+=*)$/i;

/** How many values of one header are read. */
const MOST_VALUES = 50;

function valuesOf(header: string | readonly string[] | undefined): string[] {
  const values = typeof header === 'string' ? [header] : (header ?? []);
  return values
    .flatMap((value) => value.split(',', MOST_VALUES))
    .slice(0, MOST_VALUES)
    .map((value) => value.trim());
}

function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
