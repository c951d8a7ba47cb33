import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Injectable,
  Module,
  type DynamicModule,
  type INestApplicationContext,
  type ModuleMetadata,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { Test } from '@nestjs/testing';
import { KeptLog } from '../../test/http/kept-log.js';
import {
  getSessionsToken,
  InjectSessions,
  MemorySessionStore,
  OnSessionEvent,
  SESSION_STORE,
  SessionsHealthIndicator,
  SessionsModule,
  SessionsService,
  SessionSweeper,
  type SessionEvent,
  type SessionStore,
} from '../index.js';
import { FakeClock } from '../testing/index.js';

const heard: string[] = [];

@Injectable()
class Desk {
  constructor(
    readonly customers: SessionsService,
    @InjectSessions('staff') readonly staff: SessionsService,
    @InjectSessions('staff', SessionsHealthIndicator) readonly staffHealth: SessionsHealthIndicator,
    readonly health: SessionsHealthIndicator,
  ) {}
}

@Injectable()
class Audit {
  @OnSessionEvent(['created', 'deleted'])
  customers({ kind, type }: SessionEvent): void {
    heard.push(`customers: ${type} ${kind}`);
  }

  @OnSessionEvent('deleted', { kind: 'staff' })
  staff({ kind, type }: SessionEvent): void {
    heard.push(`staff: ${type} ${kind}`);
  }

  @OnSessionEvent('deleted', { kind: ['default', 'staff'] })
  both({ kind, type }: SessionEvent): void {
    heard.push(`both: ${type} ${kind}`);
  }
}

let log: KeptLog;
const running: INestApplicationContext[] = [];

async function start(metadata: ModuleMetadata): Promise<INestApplicationContext> {
  class App {}
  Module(metadata)(App);
  const app = await NestFactory.createApplicationContext(App, { logger: log, abortOnError: false });
  running.push(app);
  return app;
}

const customersAndStaff = (): DynamicModule[] => [
  SessionsModule.forRoot({ timeouts: { idleTimeout: '1h' } }),
  SessionsModule.forRootAsync({ name: 'staff', useFactory: () => ({ timeouts: { idleTimeout: '5m' } }) }),
];

beforeEach(() => {
  log = new KeptLog();
  heard.length = 0;
});

afterEach(async () => {
  for (const app of running.splice(0)) await app.close();
});

describe('two kinds of sessions in one application', () => {
  it('have options, stores, counts and health of their own', async () => {
    const app = await start({ imports: customersAndStaff(), providers: [Desk] });
    const { customers, staff, health, staffHealth } = app.get(Desk);
    const customer = await customers.create({ userId: 'ada' });
    const clerk = await staff.create({ userId: 'ada' });
    expect(customer.timeouts.idleTimeoutMs).toBe(60 * 60_000);
    expect(clerk.timeouts.idleTimeoutMs).toBe(5 * 60_000);
    expect(await customers.get(clerk.id)).toEqual({ state: 'unknown' });
    expect(await staff.get(customer.id)).toEqual({ state: 'unknown' });
    await staff.delete(clerk.id);
    expect(await customers.counts()).toMatchObject({ active: 1 });
    expect(await staff.counts()).toMatchObject({ active: 0 });
    expect(await staffHealth.report()).toMatchObject({ status: 'healthy', activeSessions: 0, kind: 'staff' });
    expect(await staffHealth.check('staff')).toMatchObject({ staff: { status: 'up', kind: 'staff' } });
    expect(await health.report()).not.toHaveProperty('kind');
    expect([customers.kind, staff.kind]).toEqual(['default', 'staff']);
  });

  it('are found by their tokens, and those without a name by class', async () => {
    const app = await start({ imports: customersAndStaff(), providers: [Desk] });
    const { customers, staff } = app.get(Desk);
    expect(app.get(SessionsService)).toBe(customers);
    expect(app.get(getSessionsToken())).toBe(customers);
    expect(app.get(getSessionsToken('staff'))).toBe(staff);
    expect(app.get(getSessionsToken('staff', SessionSweeper))).not.toBe(app.get(SessionSweeper));
  });

  it('sweep at intervals of their own', async () => {
    const app = await start({ imports: [ScheduleModule.forRoot(), ...customersAndStaff()] });
    expect(app.get(SchedulerRegistry).getIntervals().sort()).toEqual(['sessions-sweep', 'sessions-sweep:staff']);
  });

  it('have listeners that hear their own kind only', async () => {
    const app = await start({ imports: customersAndStaff(), providers: [Desk, Audit] });
    const { customers, staff } = app.get(Desk);
    await staff.delete((await staff.create({ userId: 'ada' })).id);
    expect(heard.splice(0).sort()).toEqual(['both: deleted staff', 'staff: deleted staff']);
    await customers.delete((await customers.create({ userId: 'ada' })).id);
    expect(heard.sort()).toEqual(['both: deleted default', 'customers: created default', 'customers: deleted default']);
  });

  it('have events and log lines with their kind', async () => {
    const app = await start({
      imports: ['customer', 'staff'].map((name) => SessionsModule.forRoot({ name, logging: { events: ['created'] } })),
    });
    const seen: string[] = [];
    for (const name of ['customer', 'staff']) {
      const sessions = app.get<SessionsService>(getSessionsToken(name));
      sessions.events$.subscribe(({ kind, type }) => seen.push(`${kind} ${type}`));
      await sessions.create({ userId: 'ada' });
    }
    expect(seen).toEqual(['customer created', 'staff created']);
    expect(log.text).toMatch(/kind: 'staff'.*'Sessions\(staff\)'/s);
  });

  it('have stores that a test replaces one by one', async () => {
    const clock = new FakeClock();
    const store = new MemorySessionStore({ clock });
    const fixture = await Test.createTestingModule({ imports: customersAndStaff(), providers: [Desk] })
      .overrideProvider(getSessionsToken('staff', SESSION_STORE))
      .useValue(store)
      .compile();
    running.push(await fixture.init());
    const { customers, staff } = fixture.get(Desk);
    expect(fixture.get<SessionStore>(SESSION_STORE)).not.toBe(store);
    const [customer, clerk] = [await customers.create({ userId: 'ada' }), await staff.create({ userId: 'ada' })];
    clock.advance(5 * 60_000);
    expect(await staff.get(clerk.id)).toMatchObject({ state: 'expired' });
    expect(await customers.get(customer.id)).toMatchObject({ state: 'active' });
  });
});

describe('the name of a kind', () => {
  it('may be given to one module only', async () => {
    const twice = start({ imports: [SessionsModule.forRoot(), SessionsModule.forRoot()] });
    await expect(twice).rejects.toThrow(/two modules without a name: give one of them another name, such as \{ name/);
    const named = start({ imports: [...customersAndStaff(), SessionsModule.forRoot({ name: 'staff' })] });
    await expect(named).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining("two modules named 'staff'"),
    });
  });

  it('is one module wherever it is imported', async () => {
    const sessions = SessionsModule.forRoot();
    @Module({ imports: [sessions], providers: [], exports: [sessions] })
    class Feature {}
    const app = await start({ imports: [sessions, Feature] });
    expect(await app.get(SessionsService).counts()).toMatchObject({ active: 0 });
  });

  it.each(['', 'back office', 'x'.repeat(65)])('may not be %j', (name) => {
    expect(() => SessionsModule.forRoot({ name })).toThrow(
      /name is '.*', allowed is at most 64 letters, digits, _ or -/,
    );
    expect(() => SessionsModule.forRootAsync({ name, useFactory: () => ({}) })).toThrow('name is');
  });

  it('is in the message about bad options', () => {
    const build = (): unknown => SessionsModule.forRoot({ name: 'staff', maxMetadataBytes: 0 });
    expect(build).toThrow("SessionsModule 'staff' can't start with these options: maxMetadataBytes is 0");
  });

  it('must be that of a module if a listener names it', async () => {
    const noDefault = start({ imports: [SessionsModule.forRoot({ name: 'staff' })], providers: [Audit] });
    await expect(noDefault).rejects.toThrow(
      "Audit.customers uses sessions of the kind 'default', but the application has only staff",
    );
  });
});

it('refuses one store for two kinds, where an id of one would be valid for the other', async () => {
  const store = new MemorySessionStore();
  const modules = ['customer', 'staff'].map((name) => SessionsModule.forRoot({ name, store }));
  await expect(start({ imports: modules })).rejects.toThrow(
    'the kinds customer and staff have the same store: give each kind a store of its own',
  );
});

it('refuses two stores for two kinds if both keep their sessions in the same place', async () => {
  const storeIn = (place: string): SessionStore => Object.assign(new MemorySessionStore(), { place });
  const modules = (...places: string[]) =>
    places.map((place, at) =>
      SessionsModule.forRootAsync({ name: `kind-${String(at)}`, useFactory: () => ({ store: storeIn(place) }) }),
    );
  await expect(start({ imports: modules('here', 'there', 'here') })).rejects.toThrow('have the same store');
  await expect(start({ imports: modules('here', 'there') })).resolves.toBeDefined();
});
