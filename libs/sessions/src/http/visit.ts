import type { ExecutionContext } from '@nestjs/common';
import { handshakeOf } from './handshakes.js';
import type { IncomingRequestLike } from './session-id-source.js';

/** One request, message or GraphQL operation, as a guard meets it. */
export interface Visit {
  /** Where its session id may be; `undefined` where there is nothing that could carry one. */
  readonly request: IncomingRequestLike | undefined;
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
  // Fastify's request is one of its own for each; the raw one is the same for guards of HTTP and of GraphQL.
  const raw = object(property(request, 'raw')) ?? request;
  return { request, occasion: raw, place: [raw, raw] };
}

/** A connection carries many messages, often at the same time, which share nothing but the connection. */
function ofConnection(client: unknown, context: ExecutionContext, handshake = handshakeOf(client)): Visit {
  const connection = object(client);
  if (!connection) return ofNothing(context);
  return { request: handshake, occasion: context.getArgs(), place: [connection, context.getHandler()] };
}

function ofNothing(context: ExecutionContext): Visit {
  const handler = context.getHandler();
  return { request: undefined, occasion: context.getArgs(), place: [handler, handler] };
}

/** A resolver is called with (root, args, context, info), one of a reference or a type without args. */
function ofGraphql(context: ExecutionContext): Visit {
  const [, second, third] = context.getArgs<unknown[]>();
  const request = requestIn(third) ?? requestIn(second);
  // The request that opened a socket belongs to all operations on it.
  const isHandshake = request?.headers.upgrade !== undefined;
  return isHandshake ? ofConnection(request, context, request) : ofRequest(request, context);
}

/** `req` with Apollo, Mercurius and Yoga, the others where an application makes a context of its own, or uses graphql-ws. */
function requestIn(context: unknown): IncomingRequestLike | undefined {
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

function isRequest(value: unknown): value is IncomingRequestLike {
  return object(property(value, 'headers')) !== undefined;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function object(value: unknown): object | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
