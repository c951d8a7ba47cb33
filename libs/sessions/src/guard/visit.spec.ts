import { describe, expect, it } from '@jest/globals';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { visitOf } from './visit.js';

class Handlers {}
const handler = (): void => undefined;

function contextOf(type: string, ...args: unknown[]): ExecutionContextHost {
  const context = new ExecutionContextHost(args, Handlers, handler);
  context.setType(type);
  return context;
}

const request = { headers: { 'x-session-id': 'id' } };
const info = {};

describe('visitOf', () => {
  it.each<[string, unknown[]]>([
    ['a field', [{}, {}, { req: request }, info]],
    ['a reference', [{}, { req: request }, info]],
    ['a loader', [[], { req: request }]],
    ['a context of Mercurius', [{}, {}, { reply: { request } }, info]],
    ['a context with a request', [{}, {}, { request }, info]],
    ['a subscription of graphql-ws', [{}, {}, { extra: { request } }, info]],
    ['a subscription of Apollo', [{}, {}, { req: { extra: { request } } }, info]],
  ])('finds the request of GraphQL in %s', (_, args) => {
    expect(visitOf(contextOf('graphql', ...args)).request).toBe(request);
  });

  it.each<[string, unknown[]]>([
    ['rpc', [{}, { req: request }]],
    ['graphql', [{}, {}, undefined, info]],
    ['graphql', [{}, { req: request }, {}, info]],
    ['graphql', [{}, {}, { req: { headers: null } }, info]],
    ['graphql', []],
    ['ws', [undefined]],
    ['ws', [{}]],
    ['ws', [{ handshake: { headers: null } }]],
    ['http', [null]],
    ['http', [{}]],
  ])('finds no request in %s with %j', (type, args) => {
    expect(visitOf(contextOf(type, ...args)).request).toBeUndefined();
  });

  it('keeps operations on one socket apart', () => {
    const handshake = { headers: { upgrade: 'websocket' } };
    const [first, second] = [1, 2].map(() => visitOf(contextOf('graphql', {}, {}, { req: handshake }, info)));
    expect(first?.occasion).not.toBe(second?.occasion);
    const [http, again] = [1, 2].map(() => visitOf(contextOf('graphql', {}, {}, { req: request }, info)));
    expect(http?.occasion).toBe(again?.occasion);
  });
});
