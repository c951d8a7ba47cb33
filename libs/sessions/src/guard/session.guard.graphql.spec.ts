import { afterEach, describe, expect, it } from '@jest/globals';
import { UseGuards, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Field, GraphQLModule, ObjectType, Parent, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { GuardedServers, type AdapterName, type GuardedServer } from '../../test/http/guarded-server.js';
import {
  CurrentSession,
  SkipTouch,
  OptionalSession,
  RequireRecentAuthentication,
  SessionGuard,
  type Session,
  type UserSession,
} from '../index.js';

const IDLE_MS = 30 * 60_000;

@ObjectType()
class Me {
  @Field(() => String)
  userId = '';

  @Field(() => String)
  shout = '';

  @Field(() => Number)
  renewalCount = 0;
}

@Resolver(() => Me)
@UseGuards(SessionGuard)
class MeResolver {
  @Query(() => Me)
  @UseGuards(SessionGuard)
  me(@CurrentSession() { userId, renewalCount }: UserSession): Omit<Me, 'shout'> {
    return { userId, renewalCount };
  }

  @ResolveField(() => String)
  shout(@Parent() me: Me, @CurrentSession() session: Session): string {
    return `${me.userId} ${String(session.userId)}`.toUpperCase();
  }

  @Query(() => Number)
  @SkipTouch()
  lastActivityAt(@CurrentSession() session: Session): number {
    return session.lastActivityAt;
  }

  @Query(() => String)
  @RequireRecentAuthentication('5m')
  close(@CurrentSession() session: UserSession): string {
    return session.userId;
  }

  @Query(() => String)
  @OptionalSession()
  maybe(@CurrentSession() session: Session | undefined): string {
    return session?.userId ?? 'nobody';
  }

  @Subscription(() => Number, { resolve: (count: number) => count })
  async *counted(@CurrentSession() session: Session): AsyncGenerator<number> {
    yield await Promise.resolve(session.renewalCount);
  }
}

interface Driver {
  readonly driver: string;
  readonly adapter: AdapterName;
  readonly module: () => DynamicModule;
}

const DRIVERS: readonly Driver[] = [
  {
    driver: 'Apollo',
    adapter: 'Express',
    module: () =>
      GraphQLModule.forRoot<ApolloDriverConfig>({
        driver: ApolloDriver,
        autoSchemaFile: true,
        subscriptions: { 'graphql-ws': true },
      }),
  },
  {
    driver: 'Apollo with a context of the application',
    adapter: 'Express',
    module: () =>
      GraphQLModule.forRoot<ApolloDriverConfig>({
        driver: ApolloDriver,
        autoSchemaFile: true,
        subscriptions: { 'graphql-ws': true },
        context: { tenant: 'one' },
      }),
  },
  {
    driver: 'Mercurius',
    adapter: 'Fastify',
    module: () =>
      GraphQLModule.forRoot<MercuriusDriverConfig>({
        driver: MercuriusDriver,
        autoSchemaFile: true,
        subscription: { context: (_, request) => ({ req: request }), fullWsTransport: true },
      }),
  },
  {
    driver: 'Mercurius with the reply in its context',
    adapter: 'Fastify',
    module: () =>
      GraphQLModule.forRoot<MercuriusDriverConfig>({
        driver: MercuriusDriver,
        autoSchemaFile: true,
        context: (request, reply) => ({ req: null, reply, tenant: request.hostname }),
        subscription: { context: (_, request) => ({ req: request }) },
      }),
  },
];

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions?: unknown }[];
}

describe.each(DRIVERS)('SessionGuard in GraphQL by $driver', ({ adapter, module }) => {
  const servers = new GuardedServers();
  afterEach(() => servers.closeAll());

  const start = (): Promise<GuardedServer> =>
    servers.start({
      adapter,
      imports: [module()],
      providers: [MeResolver, { provide: APP_GUARD, useExisting: SessionGuard }],
    });

  async function ask({ url }: GuardedServer, query: string, id?: string): Promise<Answer & { text: string }> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(id !== undefined && { 'x-session-id': id }) },
      body: JSON.stringify({ query }),
    });
    const text = await response.text();
    return { ...(JSON.parse(text) as Answer), text };
  }

  it('gives the session to resolvers and fields, and records activity once per request', async () => {
    const server = await start();
    const { id } = await server.login('ada');
    server.clock.advance(1000);
    const query = '{ me { userId shout renewalCount } again: me { userId } maybe }';
    expect((await ask(server, query, id)).data).toEqual({
      me: { userId: 'ada', shout: 'ADA ADA', renewalCount: 1 },
      again: { userId: 'ada' },
      maybe: 'ada',
    });
    expect([...server.calls]).toEqual([['touch', 1]]);
  });

  it('keeps simultaneous requests apart', async () => {
    const server = await start();
    const logins = await Promise.all(['ada', 'bob', 'eve'].map((userId) => server.login(userId)));
    const answers = await Promise.all(logins.map(({ id }) => ask(server, '{ me { shout } }', id)));
    expect(answers.map(({ data }) => data)).toEqual(
      ['ADA ADA', 'BOB BOB', 'EVE EVE'].map((shout) => ({ me: { shout } })),
    );
  });

  it('refuses requests without an active session, and says why', async () => {
    const server = await start();
    const { id } = await server.login('ada');
    const message = async (sent?: string): Promise<string | undefined> => {
      const { errors, text } = await ask(server, '{ me { userId } }', sent);
      expect(text).not.toContain(id);
      return errors?.[0]?.message;
    };
    expect(await message()).toBe('The request names no active session.');
    server.clock.advance(IDLE_MS);
    expect(await message(id)).toBe('The session has expired.');
    await server.store.close();
    expect(await message(id)).toBe('Sessions are out of reach for the moment. Try again later.');
    expect(server.log.text).not.toContain(id);
  });

  it('gives the code of a refusal to the client', async () => {
    const server = await start();
    const { id } = await server.login('ada');
    const codeOf = async (query: string, sent?: string): Promise<string> => {
      const { errors } = await ask(server, query, sent);
      const [, code = ''] = /"code":"((?:SESSION|REAUTH|STORE)\w+)"/.exec(JSON.stringify(errors)) ?? [];
      return code;
    };
    expect(await codeOf('{ me { userId } }')).toBe('SESSION_REQUIRED');
    server.clock.advance(5 * 60_000);
    expect(await codeOf('{ me { userId } }', id)).toBe('');
    expect(await codeOf('{ close }', id)).toBe('REAUTHENTICATION_REQUIRED');
    server.clock.advance(IDLE_MS);
    expect(await codeOf('{ me { userId } }', id)).toBe('SESSION_EXPIRED');
    const ended = await server.login('ada');
    await server.sessions.delete(ended.id);
    expect(await codeOf('{ me { userId } }', ended.id)).toBe('SESSION_ENDED');
    await server.store.close();
    expect(await codeOf('{ me { userId } }', id)).toBe('STORE_UNAVAILABLE');
  });

  it('obeys @SkipTouch() and @OptionalSession()', async () => {
    const server = await start();
    const { id, createdAt } = await server.login('ada');
    server.clock.advance(1000);
    expect((await ask(server, '{ lastActivityAt }', id)).data).toEqual({ lastActivityAt: createdAt });
    expect([...server.calls]).toEqual([['get', 1]]);
    expect((await ask(server, '{ maybe }')).data).toEqual({ maybe: 'nobody' });
    server.clock.advance(IDLE_MS);
    expect((await ask(server, '{ maybe }', id)).data).toEqual({ maybe: 'nobody' });
  });

  it('records activity for each operation on a socket, and refuses operations after the session has ended', async () => {
    const server = await start();
    const { id } = await server.login('ada');
    class Handshake extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols, { headers: { 'x-session-id': id } });
      }
    }
    const url = `${server.url.replace('http', 'ws')}/graphql`;
    const client = createClient({ url, webSocketImpl: Handshake, lazy: false, retryAttempts: 0 });
    const operation = async (): Promise<unknown> => {
      try {
        for await (const result of client.iterate({ query: 'subscription { counted }' })) return result;
      } catch (error) {
        return error;
      }
      return undefined;
    };
    for (const counted of [1, 2]) {
      server.clock.advance(1000);
      expect(await operation()).toEqual({ data: { counted } });
    }
    expect([...server.calls]).toEqual([['touch', 2]]);
    server.clock.advance(IDLE_MS);
    expect(JSON.stringify(await operation())).toContain('The session has expired.');
    await client.dispose();
  });
});
