import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Param, type INestApplication } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { buildSchema, graphql } from 'graphql';
import { socketIoClient, wsClient } from '../../test/http/gateway-clients.js';
import { ADAPTER_NAMES, GuardedServers } from '../../test/http/guarded-server.js';
import {
  CapacityReachedError,
  InvalidPageError,
  InvalidSessionError,
  InvalidTimeoutsError,
  SessionConflictError,
  SessionLimitReachedError,
  SessionOfAnotherUserError,
  StoreUnavailableError,
} from '../index.js';

const ERRORS = [
  new SessionLimitReachedError(3),
  new SessionConflictError(['cart']),
  new InvalidSessionError('userId', 'must be a non-empty string'),
  new InvalidTimeoutsError('idleTimeout is too long.'),
  new InvalidPageError('limit', 'limit is 0.'),
  new StoreUnavailableError('The store did not answer.'),
  new CapacityReachedError(1000),
  new SessionOfAnotherUserError(),
];

@Controller()
class FailingController {
  @Get(':at')
  fail(@Param('at') at: string): void {
    throw ERRORS[Number(at)] ?? new Error('There is no such error.');
  }
}

describe.each(ADAPTER_NAMES)('An error that escapes a handler on %s', (adapter) => {
  const servers = new GuardedServers();
  afterEach(() => servers.closeAll());

  it('is answered with its own status, and with its message only if the client caused it', async () => {
    const server = await servers.start({ adapter, controllers: [FailingController] });
    const answers = await Promise.all(ERRORS.map((_, at) => fetch(`${server.url}/${String(at)}`)));
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 400, 400, 400, 503, 503, 409]);
    expect(await answers[0]?.json()).toEqual({ statusCode: 409, message: ERRORS[0]?.message });
    expect(await answers[5]?.json()).toEqual({ statusCode: 503, message: 'Service Unavailable' });
  });
});

@Injectable()
@WebSocketGateway()
class FailingGateway {
  @SubscribeMessage('fail')
  fail(@MessageBody() { at }: { readonly at: number }): void {
    throw ERRORS[at] ?? new Error('There is no such error.');
  }
}

const withWs = (app: INestApplication): void => void app.useWebSocketAdapter(new WsAdapter(app));

describe.each([
  { kind: 'Socket.IO', open: socketIoClient, prepare: undefined },
  { kind: 'ws', open: wsClient, prepare: withWs },
])('An error that escapes a gateway of $kind', ({ open, prepare }) => {
  const servers = new GuardedServers();
  afterEach(() => servers.closeAll());

  it('is sent with its status and code, and its message where the client can change something', async () => {
    const server = await servers.start({ providers: [FailingGateway], ...(prepare && { prepare }) });
    const client = await open(server.url, {});
    try {
      for (const [at, { statusCode, code, expose, message }] of ERRORS.entries()) {
        expect(await client.ask('fail', { at })).toEqual({
          event: 'exception',
          data: { status: 'error', statusCode, code, message: expose ? message : 'Service Unavailable' },
        });
      }
    } finally {
      client.close();
    }
  });
});

describe('An error that escapes a resolver', () => {
  it('sends its code and status to the client', async () => {
    const reject = (): never => {
      throw new SessionLimitReachedError(3);
    };
    const answer = await graphql({
      schema: buildSchema('type Query { login: String }'),
      source: '{ login }',
      rootValue: { login: reject },
    });
    expect(answer.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'SESSION_LIMIT_REACHED', statusCode: 409 },
    ]);
  });
});
