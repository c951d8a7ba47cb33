import { afterEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module, type DynamicModule, type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import {
  InvalidOptionsError,
  MemorySessionStore,
  SESSION_STORE,
  SessionsHealthIndicator,
  SessionsModule,
  SessionsService,
  SessionSweeper,
  type SessionsModuleOptions,
  type SessionsOptionsFactory,
} from './index.js';

const running: INestApplicationContext[] = [];

async function start(imports: (Type | DynamicModule)[]): Promise<INestApplicationContext> {
  class App {}
  Module({ imports })(App);
  const app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
  running.push(app);
  return app;
}

afterEach(async () => {
  for (const app of running.splice(0)) await app.close();
});

@Injectable()
class Settings implements SessionsOptionsFactory {
  createSessionsOptions(): SessionsModuleOptions {
    return { timeouts: { idleTimeout: '7m' } };
  }
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

describe('SessionsModule', () => {
  it('needs no options', async () => {
    const app = await start([SessionsModule.forRoot()]);
    const session = await app.get(SessionsService).create({ userId: 'ada' });
    expect(session.timeouts.idleTimeoutMs).toBe(30 * 60_000);
    expect(app.get(SESSION_STORE)).toBeInstanceOf(MemorySessionStore);
    expect(await app.get(SessionsHealthIndicator).report()).toMatchObject({ status: 'healthy', activeSessions: 1 });
  });

  it.each([
    ['useFactory', SessionsModule.forRootAsync({ useFactory: () => ({ timeouts: { idleTimeout: '7m' } }) })],
    [
      'useFactory with inject',
      SessionsModule.forRootAsync({
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: (settings: Settings) => Promise.resolve(settings.createSessionsOptions()),
      }),
    ],
    ['useClass', SessionsModule.forRootAsync({ useClass: Settings })],
    ['useExisting', SessionsModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings })],
  ])('gets its options from %s', async (_, module) => {
    const app = await start([module]);
    const session = await app.get(SessionsService).create({ userId: 'ada' });
    expect(session.timeouts.idleTimeoutMs).toBe(7 * 60_000);
  });

  it('serves every module if it is global, else only the modules that import it', async () => {
    @Injectable()
    class Feature {
      constructor(readonly sessions: SessionsService) {}
    }
    @Module({ providers: [Feature] })
    class FeatureModule {}
    const app = await start([SessionsModule.forRoot({ isGlobal: true }), FeatureModule]);
    expect(app.get(Feature).sessions).toBe(app.get(SessionsService));
    await expect(start([SessionsModule.forRoot(), FeatureModule])).rejects.toThrow('SessionsService');
  });

  it('refuses bad options in forRoot(), and names each with its value and the allowed values', () => {
    const options: object = {
      timeouts: { idleTimeout: 'soon', warningThreshold: -1 },
      maxMetadataBytes: 0,
      sweep: { interval: '30 days', batchSize: 1.5 },
      health: { capacityThreshold: 2 },
      store: {},
      timeout: 5,
    };
    const build = (): unknown => SessionsModule.forRoot({ ...options });
    for (const problem of [
      "timeouts.idleTimeout is 'soon', allowed is whole milliseconds from 1 to",
      'timeouts.warningThreshold is -1, allowed is whole milliseconds from 0 to',
      'maxMetadataBytes is 0, allowed is a whole number from 2',
      "sweep.interval is '30 days', allowed is whole milliseconds from 1 to 2147483647",
      'sweep.batchSize is 1.5, allowed is a whole number from 1',
      'health.capacityThreshold is 2, allowed is a number above 0 and at most 1',
      'store is an object, allowed is a SessionStore',
      'timeout is not an option; the options are store, timeouts',
    ]) {
      expect(build).toThrow(problem);
    }
  });

  it('refuses timeouts that contradict each other', () => {
    const build = (): unknown => SessionsModule.forRoot({ timeouts: { idleTimeout: '2h', absoluteTimeout: '1h' } });
    expect(build).toThrow('timeouts.idleTimeout is 7200000, allowed is at most timeouts.absoluteTimeout (3600000)');
  });

  it('lowers the default warning threshold to a shorter idle timeout', async () => {
    const app = await start([SessionsModule.forRoot({ timeouts: { idleTimeout: '2m' } })]);
    expect((await app.get(SessionsService).create({ userId: 'ada' })).timeouts).toMatchObject({
      idleTimeoutMs: 120_000,
      absoluteTimeoutMs: 43_200_000,
      warningThresholdMs: 120_000,
    });
  });

  it('never raises the default absolute timeout to a longer idle timeout', async () => {
    const build = (): unknown => SessionsModule.forRoot({ timeouts: { idleTimeout: '24h' } });
    expect(build).toThrow('timeouts.idleTimeout is 86400000, allowed is at most timeouts.absoluteTimeout (43200000)');
    const sessions = (await start([SessionsModule.forRoot()])).get(SessionsService);
    await expect(sessions.create({ userId: 'ada', timeouts: { idleTimeout: '30d' } })).rejects.toThrow(
      'idleTimeoutMs (2592000000) must not be above absoluteTimeoutMs (43200000)',
    );
  });

  it('names only the bad options', () => {
    const build = (): unknown => SessionsModule.forRoot({ timeouts: { idleTimeout: -1, warningThreshold: '1h' } });
    expect(build).toThrow(/options: timeouts\.idleTimeout is -1, allowed is [^;]*\.$/);
  });

  it.each([
    [{ health: null }, 'health is null, allowed is an object'],
    [{ timeouts: [] }, 'timeouts is an array, allowed is an object'],
    [{ sweep: 5 }, 'sweep is 5, allowed is an object'],
    [{ sweep: { batchSize: 0 } }, 'sweep.batchSize is 0, allowed is a whole number from 1'],
    [{ guard: { extractors: [] } }, 'guard.extractors is an array, allowed is a list of at least one function'],
    [{ guard: { extractors: ['sid'] } }, 'guard.extractors is an array, allowed is a list of at least one function'],
    [{ guard: { extractors: 'sid' } }, "guard.extractors is 'sid', allowed is a list of at least one function"],
    [{ guard: { extractor: [] } }, 'guard.extractor is not an option; the options are extractors, refusalBody'],
    [{ guard: { refusalBody: {} } }, 'guard.refusalBody is an object, allowed is a function'],
    [{ store: { sweep: () => 1, counts: () => 1 } }, 'store is an object, allowed is a SessionStore'],
  ])('refuses %j', (options: object, problem) => {
    expect(() => SessionsModule.forRoot({ ...options })).toThrow(problem);
  });

  it('refuses bad options from a factory when the application starts', async () => {
    const module = SessionsModule.forRootAsync({ useFactory: () => ({ maxMetadataBytes: -5 }) });
    await expect(start([module])).rejects.toThrow('maxMetadataBytes is -5');
    const nothing = SessionsModule.forRootAsync({ useFactory: () => JSON.parse('null') as SessionsModuleOptions });
    await expect(start([nothing])).rejects.toThrow('options is null, allowed is an object');
  });

  it('registers its interval in the scheduler of the application', async () => {
    const app = await start([ScheduleModule.forRoot(), SessionsModule.forRoot()]);
    expect(app.get(SchedulerRegistry).getIntervals()).toEqual(['sessions-sweep']);
  });

  it('gives every application a store of its own, even if the applications share a root module', async () => {
    const module = SessionsModule.forRoot();
    for (const name of ['first', 'second']) {
      const app = await start([module]);
      await app.get(SessionsService).create({ userId: name });
      expect(await app.get(SessionsService).counts()).toMatchObject({ active: 1 });
      await app.close();
    }
  });

  it('starts while the store can not be reached, but not if the store refuses the stored data', async () => {
    const store = new MemorySessionStore();
    await store.close();
    await expect(start([SessionsModule.forRoot({ store })])).resolves.toBeDefined();
    const refusing = new MemorySessionStore();
    refusing.ping = () => Promise.reject(new InvalidOptionsError(['shards is 8, but the stored sessions use 16']));
    await expect(start([SessionsModule.forRoot({ store: refusing })])).rejects.toThrow('shards is 8');
  });

  it('refuses a store that another application has closed', async () => {
    const sessions = SessionsModule.forRoot({ store: new MemorySessionStore() });
    await (await start([sessions])).close();
    await expect(start([sessions])).rejects.toThrow('store was closed by an earlier application');
  });

  it('lets a script end without closing its application context', async () => {
    const app = await start([ScheduleModule.forRoot(), SessionsModule.forRoot()]);
    const timer: NodeJS.Timeout = app.get(SchedulerRegistry).getInterval('sessions-sweep');
    expect(timer.hasRef()).toBe(false);
  });

  it('closes its store, stops its sweeper and completes its events on shutdown', async () => {
    const store = new MemorySessionStore();
    const app = await start([SessionsModule.forRoot({ store })]);
    let complete = false;
    app.get(SessionsService).events$.subscribe({ complete: () => (complete = true) });
    const sweeper = app.get(SessionSweeper);
    await app.close();
    await expect(store.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(complete).toBe(true);
    expect((await sweeper.sweepNow()).failure).toBeDefined();
  });
});
