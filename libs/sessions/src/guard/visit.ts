import type { ExecutionContext } from '@nestjs/common';
import { handshakeOf } from './handshakes.js';
import { isRequest, type IncomingRequest } from '../options/session-id-extractor.js';

/** One request, message or GraphQL operation, as a guard meets it. */
export interface Visit {
  /** Where its session id may be; `undefined` where there is nothing that could carry one. */
  readonly request: IncomingRequest | undefined;
  /** One object for all guards of this visit, and of no other. */
  readonly occasion: object;
  /** By which a parameter decorator, which is given other objects than the guards, finds what they found. */
  readonly place: readonly [object, object];
}

/** Tells by the type of the context where the request is, so that no transport has to be installed. */
export function visitOf(context: ExecutionContext): Visit {
  switch (context.getType<string>()) {
    case 'http':
      return ofRequest(context.switchToHttp().getRequest<unknown>(), context);
    case 'ws':
      return ofConnection(context.switchToWs().getClient<unknown>(), context);
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

/** A connection carries many messages, often at the same time, which share nothing but the connection. */
function ofConnection(client: unknown, context: ExecutionContext, handshake = handshakeOf(client)): Visit {
  if (typeof client !== 'object' || client === null) return ofNothing(context);
  return { request: handshake, occasion: context.getArgs(), place: [client, context.getHandler()] };
}

function ofNothing(context: ExecutionContext): Visit {
  const handler = context.getHandler();
  return { request: undefined, occasion: context.getArgs(), place: [handler, handler] };
}

/** A resolver is called with (root, args, context, info), one of references or a loader without args. */
function ofGraphql(context: ExecutionContext): Visit {
  const args = context.getArgs<unknown[]>();
  const request = requestIn(args[args.length < 4 ? 1 : 2]);
  // The request that opened a socket belongs to all operations on it.
  const isHandshake = request?.headers.upgrade !== undefined;
  return isHandshake ? ofConnection(request, context, request) : ofRequest(request, context);
}

/** `req` with Apollo, Mercurius and Yoga, the others where an application makes a context of its own, or uses graphql-ws. */
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
