import { checkedName } from './check-name.js';
import type { SessionIdExtractor } from '../options/session-id-extractor.js';

/**
 * Reads the id from a header, such as `x-session-id`. A header that was sent twice gives no session, because Node joins
 * both values with a comma. Throws `InvalidOptionsError` if the name is not valid.
 */
export function fromHeader(name: string): SessionIdExtractor {
  const key = checkedName('header', name).toLowerCase();
  return ({ headers }) => asString(headers[key]);
}

/** Reads the id from `Authorization: Bearer <id>`. */
export function fromBearer(): SessionIdExtractor {
  const read: SessionIdExtractor = ({ headers }) => BEARER.exec(asString(headers.authorization) ?? '')?.[1];
  return Object.assign(read, { challenge: 'Bearer' });
}

/** Reads the id from the `auth` that a Socket.IO client connects with, such as `io(url, { auth: { sessionId } })`. */
export function fromHandshakeAuth(name: string): SessionIdExtractor {
  return ({ auth }) => (typeof auth === 'object' && auth !== null ? asString(Reflect.get(auth, name)) : undefined);
}

/** RFC 6750, section 2.1. */
const BEARER = /^bearer +([\w.~+/-]+=*)$/i;

function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
