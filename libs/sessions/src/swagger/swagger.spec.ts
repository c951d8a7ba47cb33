import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ADAPTER_NAMES, GuardedServers, type GuardedServer } from '../../test/http/guarded-server.js';
import {
  CurrentSession,
  MemorySessionStore,
  SessionsHealthIndicator,
  SessionsModule,
  UseSessions,
  type HealthReport,
  type Session,
} from '../index.js';
import { ApiSessionAuth, SessionsHealthReport } from './index.js';

@Controller()
class ShopController {
  constructor(private readonly indicator: SessionsHealthIndicator) {}

  @Get('health')
  @SessionsHealthReport()
  health(): Promise<HealthReport> {
    return this.indicator.report();
  }

  @Get('order')
  @UseSessions('default', 'staff')
  @ApiSessionAuth({ kinds: ['default', 'staff'] })
  order(@CurrentSession() session: Session): object {
    return { of: session.userId };
  }
}

function documentOf({ app }: GuardedServer): OpenAPIObject {
  const builder = new DocumentBuilder()
    .addBearerAuth({ type: 'http' }, 'session')
    .addCookieAuth('staff', { type: 'apiKey' }, 'session-staff');
  return SwaggerModule.createDocument(app, builder.build());
}

describe.each(ADAPTER_NAMES)('The decorators for OpenAPI on %s', (adapter) => {
  const servers = new GuardedServers();
  afterEach(() => servers.closeAll());

  const start = (): Promise<GuardedServer> =>
    servers.start({
      adapter,
      controllers: [ShopController],
      imports: [SessionsModule.forRoot({ name: 'staff', store: new MemorySessionStore() })],
    });

  it.each(['GET', 'HEAD'])('answer %s with 200 or 503, which no cache stores', async (method) => {
    const server = await start();
    const ask = async (): Promise<[number, string | null, string]> => {
      const response = await fetch(`${server.url}/health`, { method });
      return [response.status, response.headers.get('cache-control'), await response.text()];
    };
    const body = (status: string): unknown =>
      method === 'HEAD' ? '' : expect.stringContaining(`"status":"${status}"`);
    expect(await ask()).toEqual([200, 'no-store', body('healthy')]);
    await server.store.close();
    expect(await ask()).toEqual([503, 'no-store', body('unhealthy')]);
  });

  it('document the health report', async () => {
    const { paths, components } = documentOf(await start());
    expect(paths['/health']?.get?.responses).toMatchObject({
      200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/HealthReport' } } } },
      503: { content: { 'application/json': { schema: { $ref: '#/components/schemas/UnhealthyReport' } } } },
    });
    expect(components?.schemas?.HealthReport).toMatchObject({
      properties: {
        status: { description: expect.stringContaining('`degraded`') },
        activeSessions: { type: 'integer' },
      },
    });
    expect(components?.schemas?.UnhealthyReport).toMatchObject({
      properties: { status: { enum: ['unhealthy'], example: 'unhealthy' } },
    });
  });

  it('document what the guard asks for, for each kind, and its refusals with the body that it sends', async () => {
    const server = await start();
    const { paths, components } = documentOf(server);
    const order = paths['/order']?.get;
    expect(order?.security).toHaveLength(2);
    expect(order?.security).toEqual(expect.arrayContaining([{ session: [] }, { 'session-staff': [] }]));
    for (const status of ['401', '410', '503']) {
      expect(order?.responses).toHaveProperty([status, 'content', 'application/json', 'schema'], {
        $ref: '#/components/schemas/SessionRefusal',
      });
    }
    const [expired, deleted] = [await server.login('ada'), await server.login('ada')];
    await server.sessions.delete(deleted.id);
    server.clock.advance(30 * 60_000);
    for (const [{ id }, reason] of [
      [expired, 'idle'],
      [deleted, 'deleted'],
    ] as const) {
      const refused = await fetch(`${server.url}/order`, { headers: { authorization: `Bearer ${id}` } });
      const sent = (await refused.json()) as object;
      expect(sent).toHaveProperty('reason', reason);
      for (const name of Object.keys(sent)) {
        expect(components?.schemas?.SessionRefusal).toHaveProperty(['properties', name]);
      }
    }
  });
});
