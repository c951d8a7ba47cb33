import {
  GoneException,
  ServiceUnavailableException,
  UnauthorizedException,
  type ExecutionContext,
  type HttpException,
} from '@nestjs/common';
import type { CookieResponse } from '../credentials/add-cookie.js';
import { errorForGateway } from './gateways.js';

/** The exceptions for refused requests. No message contains the session id. */
export const refusals = {
  none: () => new UnauthorizedException('The request names no active session.'),
  expired: () => new GoneException('The session has expired.'),
  unavailable: (cause: unknown) =>
    new ServiceUnavailableException('Sessions are out of reach for the moment. Try again later.', { cause }),
} as const;

/** Converts a refusal for the transport. A gateway sends an `exception` event only for a `WsException`. */
export function refusalFor(context: ExecutionContext, refusal: HttpException): Error {
  const forGateway = context.getType() === 'ws' ? errorForGateway(refusal.getStatus(), refusal.message) : undefined;
  return forGateway ?? refusal;
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
