import {
  GoneException,
  ServiceUnavailableException,
  UnauthorizedException,
  type ExecutionContext,
  type HttpException,
} from '@nestjs/common';
import { errorForGateway } from './gateways.js';

/** Why a guard refuses a request. None of them quotes the id. */
export const refusals = {
  none: () => new UnauthorizedException('The request names no active session.'),
  expired: () => new GoneException('The session has expired.'),
  unavailable: (cause: unknown) =>
    new ServiceUnavailableException('Sessions are out of reach for the moment. Try again later.', { cause }),
} as const;

/** The refusal as the transport knows it: gateways send it as an `exception` event. */
export function refusalFor(context: ExecutionContext, refusal: HttpException): Error {
  const forGateway = context.getType() === 'ws' ? errorForGateway(refusal.getStatus(), refusal.message) : undefined;
  return forGateway ?? refusal;
}

/** Says in the answer to an HTTP request how to authenticate, as RFC 9110 asks of every 401. */
export function sayChallenge(context: ExecutionContext, challenge: string | undefined): void {
  if (challenge === undefined || context.getType() !== 'http') return;
  const response = context.switchToHttp().getResponse<unknown>();
  if (hasHeader(response)) response.header('WWW-Authenticate', challenge);
}

/** The responses of Express and Fastify have this method. */
function hasHeader(response: unknown): response is { header(name: string, value: string): unknown } {
  return (
    typeof response === 'object' && response !== null && 'header' in response && typeof response.header === 'function'
  );
}
