import { SessionError } from '../domain/errors.js';

interface WsExceptionClass {
  new (error: object): Error;
  readonly prototype: Error;
}

let wsException: WsExceptionClass | undefined;

/**
 * Has gateways send the errors of this package to their clients. They send a `WsException` and nothing else, and recognize it
 * by its class; no global filter reaches them. So the errors become a kind of `WsException` where the application has the package.
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
