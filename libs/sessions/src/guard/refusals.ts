import { HttpException, type ExecutionContext } from '@nestjs/common';
import type { CookieResponse } from '../credentials/add-cookie.js';
import { DEFAULT_KIND } from '../domain/kind.js';
import type { SessionLookup } from '../domain/session.js';
import type { RefusalBody, SessionRefusal } from '../options/session-refusal.js';
import type { RequestLookup } from './request-lookup.js';
import { errorForGateway } from './gateways.js';

type ExpiredLookup = Extract<SessionLookup, { state: 'expired' }>;
type EndedLookup = Extract<SessionLookup, { state: 'ended' }>;

/** The reasons to refuse a request. No message contains the session id. */
export const refusals = {
  required: (kind: string): SessionRefusal => ({
    statusCode: 401,
    error: 'Unauthorized',
    code: 'SESSION_REQUIRED',
    message: 'The request names no active session.',
    kind,
  }),
  expired: (kind: string, { reason, expiredAt }: ExpiredLookup): SessionRefusal => ({
    statusCode: 410,
    error: 'Gone',
    code: 'SESSION_EXPIRED',
    message: 'The session has expired.',
    kind,
    reason,
    expiredAt,
  }),
  ended: (kind: string, { reason, endedAt, by }: EndedLookup): SessionRefusal => ({
    statusCode: 401,
    error: 'Unauthorized',
    code: 'SESSION_ENDED',
    message: 'The session was ended.',
    kind,
    reason,
    endedAt,
    ...(by !== undefined && { by }),
  }),
  guest: (kind: string): SessionRefusal => ({
    statusCode: 401,
    error: 'Unauthorized',
    code: 'SIGN_IN_REQUIRED',
    message: 'The session has no user.',
    kind,
  }),
  mismatched: (kind: string): SessionRefusal => ({
    statusCode: 401,
    error: 'Unauthorized',
    code: 'SESSION_MISMATCHED',
    message: 'The session belongs to another client.',
    kind,
  }),
  notRecent: (kind: string, authenticatedAt: number | undefined, withinMs: number): SessionRefusal => ({
    statusCode: 401,
    error: 'Unauthorized',
    code: 'REAUTHENTICATION_REQUIRED',
    message: 'The user must authenticate again.',
    kind,
    authenticatedAt,
    withinMs,
  }),
  unavailable: (kind: string): SessionRefusal => ({
    statusCode: 503,
    error: 'Service Unavailable',
    code: 'STORE_UNAVAILABLE',
    message: 'Sessions are out of reach for the moment. Try again later.',
    kind,
  }),
} as const;

/**
 * Says how the session of the request ended, or that it belongs to another client. Of several sessions, the first one
 * counts.
 */
export function refusalOf(found: ReadonlyMap<string, RequestLookup>, kinds: readonly string[]): SessionRefusal {
  for (const [kind, lookup] of found) {
    if (lookup.state === 'expired') return refusals.expired(kind, lookup);
    if (lookup.state === 'mismatched') return refusals.mismatched(kind);
    if (lookup.state === 'ended') return refusals.ended(kind, lookup);
  }
  const [first = DEFAULT_KIND] = kinds;
  return refusals.required(first);
}

/**
 * The error for the transport. A gateway sends an `exception` event only for a `WsException`. GraphQL sends the `extensions`
 * of an error.
 */
export function errorFor(
  context: ExecutionContext,
  refusal: SessionRefusal,
  ownBody?: RefusalBody,
  cause?: unknown,
): Error {
  const body = bodyOf(refusal, ownBody);
  const forGateway = context.getType() === 'ws' ? errorForGateway(body) : undefined;
  if (forGateway) return forGateway;
  const error = new HttpException(body, refusal.statusCode, { cause });
  return context.getType<string>() === 'graphql' ? Object.assign(error, { extensions: body }) : error;
}

/** The body that the application makes. Default: the fields of Nest's exceptions, the code, and how the session ended. */
export function bodyOf(refusal: SessionRefusal, ownBody?: RefusalBody): object {
  if (ownBody) return ownBody(refusal);
  const { statusCode, error, message, code } = refusal;
  const body = { statusCode, error, message, code };
  if (refusal.code === 'SESSION_EXPIRED') {
    return { ...body, reason: refusal.reason, expiredAt: new Date(refusal.expiredAt).toISOString() };
  }
  if (refusal.code === 'REAUTHENTICATION_REQUIRED') {
    const { authenticatedAt, withinMs } = refusal;
    const last = authenticatedAt === undefined ? {} : { authenticatedAt: new Date(authenticatedAt).toISOString() };
    return { ...body, ...last, withinMs };
  }
  if (refusal.code !== 'SESSION_ENDED') return body;
  return { ...body, reason: refusal.reason, endedAt: new Date(refusal.endedAt).toISOString() };
}

/** Sets the header that tells an HTTP client how to authenticate. RFC 9110 requires it in every 401. */
export function sayChallenge(context: ExecutionContext, challenges: readonly string[]): void {
  if (challenges.length > 0) responseOf(context)?.header('WWW-Authenticate', challenges.join(', '));
}

/** Asks a client with a bearer token to authenticate again: RFC 9470. */
export function recentChallenge(challenge: string, withinMs: number): string {
  if (challenge !== 'Bearer') return challenge;
  return `Bearer error="insufficient_user_authentication", max_age="${String(Math.floor(withinMs / 1000))}"`;
}

/** The response to an HTTP request. */
export function responseOf(context: ExecutionContext): CookieResponse | undefined {
  if (context.getType() !== 'http') return undefined;
  const response = context.switchToHttp().getResponse<unknown>();
  return hasHeader(response) ? response : undefined;
}

/** The responses of Express and Fastify have this method. */
function hasHeader(response: unknown): response is CookieResponse {
  return (
    typeof response === 'object' && response !== null && 'header' in response && typeof response.header === 'function'
  );
}
