import { HttpException, type ExecutionContext } from '@nestjs/common';
import type { CookieResponse } from '../credentials/add-cookie.js';
import type { SessionLookup } from '../domain/session.js';
import type { RefusalBody, SessionRefusal } from '../options/session-refusal.js';
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
  unavailable: (kind: string): SessionRefusal => ({
    statusCode: 503,
    error: 'Service Unavailable',
    code: 'STORE_UNAVAILABLE',
    message: 'Sessions are out of reach for the moment. Try again later.',
    kind,
  }),
} as const;

/** The error for the transport. A gateway sends an `exception` event only for a `WsException`. */
export function errorFor(
  context: ExecutionContext,
  refusal: SessionRefusal,
  bodyOf: RefusalBody = defaultBody,
  cause?: unknown,
): Error {
  const body = bodyOf(refusal);
  const forGateway = context.getType() === 'ws' ? errorForGateway(body) : undefined;
  return forGateway ?? new HttpException(body, refusal.statusCode, { cause });
}

/** The body as Nest's own exceptions have it, with the code and, if the session ended, why and when. */
function defaultBody(refusal: SessionRefusal): object {
  const { statusCode, error, message, code } = refusal;
  const body = { statusCode, error, message, code };
  if (refusal.code === 'SESSION_EXPIRED') {
    return { ...body, reason: refusal.reason, expiredAt: new Date(refusal.expiredAt).toISOString() };
  }
  if (refusal.code !== 'SESSION_ENDED') return body;
  return { ...body, reason: refusal.reason, endedAt: new Date(refusal.endedAt).toISOString() };
}

/** Sets the header that tells an HTTP client how to authenticate. RFC 9110 requires it in every 401. */
export function sayChallenge(context: ExecutionContext, challenges: readonly string[]): void {
  if (challenges.length > 0) responseOf(context)?.header('WWW-Authenticate', challenges.join(', '));
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
