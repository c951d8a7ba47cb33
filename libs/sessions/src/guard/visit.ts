import type { ExecutionContext } from '@nestjs/common';
import { handshakeOf } from './handshakes.js';
import { isRequest, type IncomingRequest } from '../options/session-id-extractor.js';

/** One HTTP request, gateway message or GraphQL operation that a guard checks. */
export interface Visit {
  /** The request that may contain a session id; `undefined` if there is no such request. */
  readonly request: IncomingRequest | undefined;
  /** Identifies this visit: all its guards see the same object, and no other visit has it. */
  readonly occasion: object;
  /** The connection of a gateway that carried the message. */
  readonly client?: object;
  /**
   * The two objects under which the result of a guard is stored. A parameter decorator can find them too, although Nest
   * passes it other arguments than the guard.
   */
  readonly place: readonly [object, object];
}

/** Finds the request by the type of the context, so that no transport package has to be installed. */
export function visitOf(context: ExecutionContext): Visit {
  switch (context.getType<string>()) {
    case 'http':
      return ofRequest(context.switchToHttp().getRequest<unknown>(), context);
    case 'ws':
      return ofMessage(context.switchToWs().getClient<unknown>(), context);
    case 'graphql':
      return ofGraphql(context);
    default:
      return ofNothing(context);
  }
}

function ofRequest(request: unknown, context: ExecutionContext): Visit {
  if (!isRequest(request)) return ofNothing(context);
  return { request, occasion: request, place: [request, request] };
}

/** A connection carries many messages, often at the same time. So each message has an `occasion` of its own. */
function ofConnection(client: unknown, context: ExecutionContext, handshake = handshakeOf(client)): Visit {
  if (typeof client !== 'object' || client === null) return ofNothing(context);
  return { request: handshake, occasion: context.getArgs(), place: [client, context.getHandler()] };
}

function ofMessage(client: unknown, context: ExecutionContext): Visit {
  const visit = ofConnection(client, context);
  return typeof client === 'object' && client !== null ? { ...visit, client } : visit;
}

function ofNothing(context: ExecutionContext): Visit {
  const handler = context.getHandler();
  return { request: undefined, occasion: context.getArgs(), place: [handler, handler] };
}

/** Nest calls a resolver with (root, args, context, info), but a reference resolver or a loader without args. */
function ofGraphql(context: ExecutionContext): Visit {
  const args = context.getArgs<unknown[]>();
  const request = requestIn(args[args.length < 4 ? 1 : 2]);
  // All operations on a socket share the request that opened it.
  const isHandshake = request?.headers.upgrade !== undefined;
  return isHandshake ? ofConnection(request, context, request) : ofRequest(request, context);
}

/**
 * Apollo, Mercurius and Yoga put the request in `req`. The other properties serve graphql-ws and contexts that the
 * application creates.
 */
function requestIn(context: unknown): IncomingRequest | undefined {
  const req = property(context, 'req');
  const candidates = [
    req,
    property(context, 'request'),
    property(property(context, 'reply'), 'request'),
    property(property(req, 'extra'), 'request'),
    property(property(context, 'extra'), 'request'),
  ];
  return candidates.find(isRequest);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
