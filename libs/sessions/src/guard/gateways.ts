import { SessionError } from '../domain/errors.js';

interface WsExceptionClass {
  new (error: object): Error;
  readonly prototype: Error;
}

let wsException: WsExceptionClass | undefined;

/**
 * Makes gateways send the errors of this package to their clients. A gateway sends only a `WsException`, which it recognizes
 * by its class, and runs no global filter. So if `@nestjs/websockets` is installed, the errors get `WsException` as a base
 * class.
 */
export async function prepareGateways(): Promise<void> {
  // In a `try`, bundlers accept that the package is missing.
  try {
    ({ WsException: wsException } = await import('@nestjs/websockets'));
  } catch {
    return;
  }
  Object.setPrototypeOf(SessionError.prototype, wsException.prototype);
}

/** An error that a gateway sends to its client as it is; `undefined` in an application without gateways. */
export function errorForGateway(body: object): Error | undefined {
  return wsException && new wsException({ status: 'error', ...body });
}
