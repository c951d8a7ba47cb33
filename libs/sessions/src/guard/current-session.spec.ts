import { expect, it } from '@jest/globals';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import type { Session } from '../domain/session.js';
import { MemorySessionStore } from '../index.js';
import { currentSession, keepSessions } from './current-session.js';
import { AdmitKinds } from './guarded-kinds.js';
import { visitOf } from './visit.js';

class Handlers {}
const staff = (): string => 'staff';
const either = (): string => 'either';
Reflect.apply(AdmitKinds(['staff']), undefined, [staff]);
Reflect.apply(AdmitKinds(['customer', 'staff']), undefined, [either]);

function contextOf(type: string, handler: () => string, ...args: unknown[]): ExecutionContextHost {
  const context = new ExecutionContextHost(args, Handlers, handler);
  context.setType(type);
  return context;
}

async function session(userId: string): Promise<Session> {
  const timeouts = { idleTimeoutMs: 1000, absoluteTimeoutMs: 5000, warningThresholdMs: 100, autoRenew: true };
  return (await new MemorySessionStore().create({ userId, attributes: {}, metadata: {}, timeouts })).session;
}

it('gives each field of a GraphQL request the session of a kind that it admits', async () => {
  const [ada, bob] = [await session('ada'), await session('bob')];
  const request = { headers: {} };
  const ofStaff = contextOf('graphql', staff, {}, {}, { req: request }, {});
  const ofEither = contextOf('graphql', either, {}, {}, { req: request }, {});
  keepSessions(visitOf(ofStaff), ['staff'], new Map([['staff', bob]]));
  keepSessions(visitOf(ofEither), ['customer', 'staff'], new Map([['customer', ada]]));
  expect(currentSession(ofStaff)).toBe(bob);
  expect(currentSession(ofEither)).toBe(ada);
});

it('gives a message on a connection nothing that an earlier one has found', async () => {
  const [ada, bob] = [await session('ada'), await session('bob')];
  const client = { handshake: { headers: {} } };
  const first = contextOf('ws', either, client, 'first');
  keepSessions(
    visitOf(first),
    ['customer', 'staff'],
    new Map([
      ['customer', undefined],
      ['staff', bob],
    ]),
  );
  expect(currentSession(first)).toBe(bob);
  const second = contextOf('ws', either, client, 'second');
  keepSessions(visitOf(second), ['customer', 'staff'], new Map([['customer', ada]]));
  expect(currentSession(second, 'staff')).toBeUndefined();
  expect(currentSession(second)).toBe(ada);
});
