import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Param } from '@nestjs/common';
import { buildSchema, graphql } from 'graphql';
import { ADAPTER_NAMES, GuardedServers } from '../../test/http/guarded-server.js';
import {
  CapacityReachedError,
  InvalidPageError,
  InvalidSessionError,
  InvalidTimeoutsError,
  SessionConflictError,
  SessionLimitReachedError,
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
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 400, 400, 400, 503, 503]);
    expect(await answers[0]?.json()).toEqual({ statusCode: 409, message: ERRORS[0]?.message });
    expect(await answers[5]?.json()).toEqual({ statusCode: 503, message: 'Service Unavailable' });
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
