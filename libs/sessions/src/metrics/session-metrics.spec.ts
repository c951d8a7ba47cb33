import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { metrics } from '@opentelemetry/api';
import { MeterProvider, MetricReader, type DataPoint } from '@opentelemetry/sdk-metrics';
import { StoreUnavailableError } from '../domain/errors.js';
import { getSessionsToken } from '../inject-sessions.decorator.js';
import type { SessionsModuleOptions } from '../options/sessions-options.js';
import { SessionsService } from '../service/sessions.service.js';
import { SessionsModule } from '../sessions.module.js';
import { MemorySessionStore } from '../stores/memory/memory-session.store.js';
import { SessionSweeper } from '../sweeper/session-sweeper.js';
import { FakeClock } from '../testing/index.js';

const MINUTE = 60_000;

class Reader extends MetricReader {
  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }

  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }
}

let reader: Reader;
let clock: FakeClock;
let store: MemorySessionStore;
let app: TestingModule;

async function start(options: SessionsModuleOptions = {}): Promise<SessionsService> {
  app = await Test.createTestingModule({ imports: [SessionsModule.forRoot({ store, ...options })] }).compile();
  await app.init();
  return app.get(SessionsService);
}

/** All data points, by the name of the instrument. */
async function collected(): Promise<Map<string, DataPoint<unknown>[]>> {
  const { resourceMetrics } = await reader.collect();
  const found = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  return new Map(found.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints]));
}

/** The value of the data point with these labels. */
async function value(name: string, labels: Record<string, string> = {}): Promise<unknown> {
  const points = (await collected()).get(`nest_sessions.${name}`) ?? [];
  const matching = points.filter(({ attributes }) =>
    Object.entries(labels).every(([label, expected]) => attributes[label] === expected),
  );
  expect(matching.length).toBeLessThanOrEqual(1);
  return matching[0]?.value;
}

beforeEach(() => {
  Logger.overrideLogger(false);
  clock = new FakeClock();
  store = new MemorySessionStore({ clock, capacity: 3 });
  reader = new Reader();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
});

afterEach(async () => {
  await app.close();
  metrics.disable();
});

describe('the metrics of sessions', () => {
  it('count the sessions of the store when they are collected', async () => {
    const sessions = await start();
    await sessions.create({ userId: 'ada' });
    const { id } = await sessions.create({ userId: 'ada', timeouts: { idleTimeout: '1h', warningThreshold: '30m' } });
    clock.advance(30 * MINUTE);
    expect(await value('active')).toBe(1);
    expect(await value('expiring_soon')).toBe(1);
    expect(await value('expired_unswept')).toBe(1);
    expect(await value('quarantined')).toBe(0);
    await store.quarantine(id, 'damaged');
    expect([await value('active'), await value('quarantined')]).toEqual([0, 1]);
    expect(await value('capacity')).toBe(3);
    expect(await value('held_bytes')).toBeGreaterThan(0);
    expect(await value('capacity_bytes')).toBe((await store.counts()).bytes?.capacity);
  });

  it('name the store, and whether instances share it', async () => {
    await start();
    expect(await value('active', { store: 'memory', shared: 'false' })).toBe(0);
    expect(await value('build_info', { store: 'memory', version: '0.0.0' })).toBe(1);
  });

  it('name the kind of a module with a name', async () => {
    app = await Test.createTestingModule({
      imports: [SessionsModule.forRoot({ store }), SessionsModule.forRoot({ name: 'staff' })],
    }).compile();
    await app.init();
    await app.get<SessionsService>(getSessionsToken('staff')).create({ userId: 'bob' });
    const points = (await collected()).get('nest_sessions.active') ?? [];
    expect(points.map(({ attributes, value: active }) => [attributes.kind, active])).toEqual([
      [undefined, 0],
      ['staff', 1],
    ]);
  });

  it('count what happens to sessions', async () => {
    const sessions = await start();
    const [first, second] = [await sessions.create({ userId: 'ada' }), await sessions.create({ userId: 'ada' })];
    for (const extend of ['touch', 'renew', 'renew'] as const) {
      clock.advance(1);
      await sessions[extend](first.id);
    }
    const rotated = await sessions.rotate(second.id);
    await sessions.delete('session' in rotated ? rotated.session.id : '');
    clock.advance(30 * MINUTE);
    await app.get(SessionSweeper).sweepNow();
    expect([await value('created'), await value('rotated')]).toEqual([2, 1]);
    expect(await value('renewed', { operation: 'touch' })).toBe(1);
    expect(await value('renewed', { operation: 'renew' })).toBe(2);
    expect(await value('ended', { reason: 'deleted' })).toBe(1);
    expect(await value('ended', { reason: 'idle' })).toBe(1);
    expect(await value('ended', { reason: 'absolute' })).toBe(0);
  });

  it('count lookups by what was found', async () => {
    const sessions = await start();
    const { id } = await sessions.create({ userId: 'ada' });
    await sessions.get(id);
    await sessions.touch(id);
    await sessions.get('unknown');
    clock.advance(30 * MINUTE);
    await sessions.get(id);
    const deleted = await sessions.create({ userId: 'ada' });
    await sessions.delete(deleted.id);
    await sessions.get(deleted.id);
    expect(await value('lookups', { result: 'ended' })).toBe(1);
    expect(await value('lookups', { result: 'active' })).toBe(3);
    expect(await value('lookups', { result: 'unknown' })).toBe(1);
    expect(await value('lookups', { result: 'expired' })).toBe(1);
    expect(await value('lookups', { result: 'quarantined' })).toBe(0);
  });

  it('count refused sessions by reason', async () => {
    const sessions = await start({ maxPerUser: 2 });
    for (const userId of ['ada', 'ada', 'bob']) await sessions.create({ userId });
    await expect(sessions.create({ userId: 'ada' })).rejects.toThrow();
    await expect(sessions.create({ userId: 'bob' })).rejects.toThrow();
    expect(await value('refused', { reason: 'session_limit_reached' })).toBe(1);
    expect(await value('refused', { reason: 'capacity_reached' })).toBe(1);
  });

  it('measure how old sessions were when they ended', async () => {
    const sessions = await start();
    const { id } = await sessions.create({ userId: 'ada' });
    clock.advance(20 * MINUTE);
    await sessions.delete(id);
    expect(await value('lifetime', { reason: 'deleted' })).toMatchObject({ count: 1, sum: 1200 });
  });

  it('count a reason of the application as deleted', async () => {
    const sessions = await start();
    const { id } = await sessions.create({ userId: 'ada' });
    await sessions.delete(id, { reason: 'password changed', by: 'ada' });
    expect(await value('ended', { reason: 'deleted' })).toBe(1);
    expect(await value('lifetime', { reason: 'deleted' })).toMatchObject({ count: 1 });
  });

  it('measure sweeps by outcome, and tell when the last one succeeded', async () => {
    await start();
    const sweeper = app.get(SessionSweeper);
    await sweeper.sweepNow();
    jest.spyOn(store, 'sweep').mockRejectedValueOnce(new Error('lost'));
    await sweeper.sweepNow();
    expect(await value('sweep_duration', { outcome: 'success' })).toMatchObject({ count: 1 });
    expect(await value('sweep_duration', { outcome: 'failure' })).toMatchObject({ count: 1 });
    const last = Date.now() / 1000 - Number(await value('sweep_last_success_timestamp_seconds'));
    expect(last).toBeLessThan(5);
  });

  it('time each operation of a shared store, with the code of its error', async () => {
    Object.assign(store, { shared: true });
    const sessions = await start();
    const { id } = await sessions.create({ userId: 'ada' });
    await sessions.touch(id);
    jest.spyOn(store, 'touch').mockRejectedValueOnce(new StoreUnavailableError('gone'));
    await expect(sessions.touch(id)).rejects.toThrow('gone');
    const labels = { store: 'memory', shared: 'true', operation: 'touch' };
    expect(await value('store_operation_duration', { ...labels, error_type: 'STORE_UNAVAILABLE' })).toMatchObject({
      count: 1,
    });
    expect(await value('store_operation_duration', { operation: 'create' })).toMatchObject({ count: 1 });
  });

  it('count an outage of the store once, until it answers again for a second', async () => {
    class Remote extends MemorySessionStore {}
    store = new Remote();
    const sessions = await start();
    const now = jest.spyOn(performance, 'now');
    const touch = jest.spyOn(store, 'touch');
    for (const [second, isGone] of [true, true, false, true, false, false, true].entries()) {
      now.mockReturnValue(second * 1000);
      if (isGone) touch.mockRejectedValueOnce(new StoreUnavailableError('gone'));
      await sessions.touch('some-id').catch(() => undefined);
    }
    now.mockRestore();
    expect(await value('store_outages')).toBe(3);
  });

  it('time one operation in 32 of a store within the process', async () => {
    const sessions = await start();
    for (let call = 0; call < 64; call += 1) await sessions.touch('some-id');
    expect(await value('store_operation_duration', { operation: 'touch' })).toMatchObject({ count: 2 });
  });

  it('show the status of health, and no count while the store does not answer', async () => {
    await start();
    expect(await value('health_status', { status: 'healthy' })).toBe(1);
    expect(await value('store_up')).toBe(1);
    jest.spyOn(store, 'counts').mockRejectedValue(new StoreUnavailableError('gone'));
    expect(await value('health_status', { status: 'healthy' })).toBe(0);
    expect(await value('health_status', { status: 'unhealthy' })).toBe(1);
    expect([await value('store_up'), await value('active')]).toEqual([0, NaN]);
    expect(await value('held_bytes')).toBeNaN();
  });

  it('name no session and no user', async () => {
    const sessions = await start();
    const { id } = await sessions.create({ userId: 'ada' });
    for (let call = 0; call < 64; call += 1) await sessions.touch(id);
    await sessions.delete(id);
    const labels = [...(await collected()).values()].flat().flatMap(({ attributes }) => Object.entries(attributes));
    const names = new Set(labels.map(([name]) => name));
    const allowed = ['operation', 'outcome', 'reason', 'result', 'shared', 'status', 'store', 'version'];
    expect([...names].filter((name) => !allowed.includes(name))).toEqual([]);
    expect(JSON.stringify(labels)).not.toContain(id);
    expect(JSON.stringify(labels)).not.toContain('ada');
  });

  it('are all in the README', async () => {
    const sessions = await start();
    const { id } = await sessions.create({ userId: 'ada' });
    for (let call = 0; call < 32; call += 1) await sessions.touch(id);
    await sessions.delete(id);
    await app.get(SessionSweeper).sweepNow();
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    const listed = [...readme.matchAll(/^\| `(nest_sessions\.\w+)` /gm)].map(([, name]) => name);
    expect([...(await collected()).keys()].sort()).toEqual(listed.sort());
  });

  it('end with the application', async () => {
    await start();
    await app.close();
    expect(await value('active')).toBeUndefined();
  });
});

describe('without an SDK', () => {
  it('nothing is measured and the store is used as it is', async () => {
    metrics.disable();
    const sessions = await start();
    await sessions.create({ userId: 'ada' });
    expect((await collected()).size).toBe(0);
  });
});
