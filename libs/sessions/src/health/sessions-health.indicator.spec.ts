import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { HealthIndicatorService } from '@nestjs/terminus';
import { resolveOptions } from '../options/resolve-options.js';
import { SessionEvents } from '../events/session-events.js';
import { SessionsService } from '../service/sessions.service.js';
import { MemorySessionStore } from '../stores/memory/memory-session.store.js';
import { SessionSweeper } from '../sweeper/session-sweeper.js';
import { FakeClock } from '../testing/index.js';
import { SessionsHealthIndicator } from './sessions-health.indicator.js';

const MINUTE = 60_000;

describe('SessionsHealthIndicator', () => {
  let clock: FakeClock;
  let store: MemorySessionStore;
  let sessions: SessionsService;
  let sweeper: SessionSweeper;
  let indicator: SessionsHealthIndicator;

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
    Logger.overrideLogger(false);
    clock = new FakeClock();
    store = new MemorySessionStore({ clock, capacity: 10 });
    const options = resolveOptions({ store, sweep: { interval: '1m' } });
    const events = new SessionEvents();
    sessions = new SessionsService(store, options, events);
    sweeper = new SessionSweeper(store, options, new SchedulerRegistry(), events);
    indicator = new SessionsHealthIndicator(store, options, sweeper, new HealthIndicatorService());
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  async function create(count: number): Promise<string[]> {
    const ids: string[] = [];
    while (ids.length < count) ids.push((await sessions.create({ userId: 'ada' })).id);
    return ids;
  }

  it('reports exactly the documented fields, in the documented order', async () => {
    await create(3);
    jest.advanceTimersByTime(1500);
    const report = await indicator.report();
    expect(JSON.stringify(report)).toBe(
      '{"status":"healthy","activeSessions":3,"timestamp":"2026-01-01T00:00:00.000Z","expiringSoon":0,"uptime":1.5}',
    );
  });

  it('measures its uptime from its own start, not from the start of the process', async () => {
    jest.advanceTimersByTime(5000);
    const options = resolveOptions({ store, sweep: { interval: '1m' } });
    const later = new SessionsHealthIndicator(store, options, sweeper, new HealthIndicatorService());
    jest.advanceTimersByTime(1500);
    expect(await later.report()).toMatchObject({ uptime: 1.5 });
    expect(await indicator.report()).toMatchObject({ uptime: 6.5 });
  });

  it('shows invalid sessions between expiringSoon and uptime, only when there are any', async () => {
    const [id = ''] = await create(3);
    await store.quarantine(id, 'metadata does not fit');
    const report = await indicator.report();
    expect(Object.keys(report)).toEqual([
      'status',
      'activeSessions',
      'timestamp',
      'expiringSoon',
      'invalidSessions',
      'uptime',
    ]);
    expect(report).toMatchObject({ status: 'degraded', activeSessions: 2, invalidSessions: 1 });
    await store.clearQuarantine();
    expect(await indicator.report()).toMatchObject({ status: 'healthy' });
  });

  it('counts exactly to the millisecond, even if no sweep has run', async () => {
    await create(4);
    const at: [number, number, number][] = [
      [25 * MINUTE - 1, 4, 0],
      [1, 4, 4],
      [5 * MINUTE - 1, 4, 4],
      [1, 0, 0],
    ];
    for (const [step, activeSessions, expiringSoon] of at) {
      clock.advance(step);
      expect(await indicator.report()).toMatchObject({ activeSessions, expiringSoon });
    }
  });

  it('is degraded once the store is 90 % full', async () => {
    await create(8);
    expect(await indicator.report()).toMatchObject({ status: 'healthy' });
    await create(1);
    expect(await indicator.report()).toMatchObject({ status: 'degraded', activeSessions: 9 });
    expect(await indicator.check('sessions')).toMatchObject({
      sessions: { status: 'degraded', reasons: ['the store holds 9 of at most 10 sessions'] },
    });
  });

  it('is degraded once the sessions take 90 % of the allowed bytes', async () => {
    const counts = await store.counts();
    const held = jest.spyOn(store, 'counts');
    const capacity = 10 * 1024 * 1024;
    held.mockResolvedValue({ ...counts, bytes: { held: 0.9 * capacity - 1, capacity } });
    expect(await indicator.report()).toMatchObject({ status: 'healthy' });
    held.mockResolvedValue({ ...counts, bytes: { held: 0.9 * capacity, capacity } });
    expect(await indicator.check('sessions')).toMatchObject({
      sessions: { status: 'degraded', reasons: ['the sessions take 9 MiB of at most 10 MiB'] },
    });
  });

  it('is degraded once the wall clock and the clock of the store are more than a minute apart', async () => {
    const counts = await store.counts();
    const drifted = jest.spyOn(store, 'counts');
    for (const clockDriftMs of [MINUTE, -MINUTE]) {
      drifted.mockResolvedValue({ ...counts, clockDriftMs });
      expect(await indicator.report()).toMatchObject({ status: 'healthy' });
    }
    drifted.mockResolvedValue({ ...counts, clockDriftMs: 2 * MINUTE });
    const ahead =
      'the wall clock is 120 s ahead of the clock of the store: correct the wall clock, ' +
      'or restart the service if the wall clock is correct';
    expect(await indicator.check('s')).toMatchObject({ s: { status: 'degraded', reasons: [ahead] } });
    drifted.mockResolvedValue({ ...counts, clockDriftMs: -MINUTE - 1 });
    expect(await indicator.report()).toMatchObject({ status: 'degraded' });
  });

  it('is unhealthy, with counts, when the store refuses changes, and degraded when it refuses new sessions', async () => {
    await create(1);
    const counts = await store.counts();
    jest.spyOn(store, 'counts').mockResolvedValueOnce({ ...counts, refusesChanges: 'It is a replica.' });
    expect(await indicator.check('sessions')).toMatchObject({
      sessions: { status: 'down', activeSessions: 1, reasons: ['the store refuses changes: It is a replica.'] },
    });
    jest.spyOn(store, 'counts').mockResolvedValueOnce({ ...counts, refusesCreates: 'Memory is full.' });
    expect(await indicator.check('sessions')).toMatchObject({
      sessions: { status: 'degraded', activeSessions: 1, reasons: ['Memory is full.'] },
    });
  });

  it('is degraded once three sweep intervals have passed without a successful sweep', async () => {
    jest.advanceTimersByTime(3 * MINUTE);
    expect(await indicator.report()).toMatchObject({ status: 'healthy' });
    jest.advanceTimersByTime(1);
    expect(await indicator.check('sessions')).toMatchObject({
      sessions: { status: 'degraded', reasons: ['no successful sweep for 180 s: sweeps are due every 60 s'] },
    });
    const failing = jest.spyOn(store, 'sweep').mockRejectedValueOnce(new Error('lost'));
    await sweeper.sweepNow();
    expect(await indicator.report()).toMatchObject({ status: 'degraded' });
    await sweeper.sweepNow();
    expect(await indicator.report()).toMatchObject({ status: 'healthy' });
    expect(failing).toHaveBeenCalledTimes(2);
  });

  it.each([
    [250, 'healthy'],
    [251, 'degraded'],
    [799, 'degraded'],
    [801, 'unhealthy'],
  ])('after an answer of the store that took %i ms is %s', async (ms, status) => {
    await create(1);
    const counts = await store.counts();
    jest
      .spyOn(store, 'counts')
      .mockImplementation(() => new Promise((resolve) => setTimeout(() => resolve(counts), ms)));
    const report = indicator.report();
    await jest.advanceTimersByTimeAsync(1000);
    expect(await report).toMatchObject({ status });
    expect('activeSessions' in (await report)).toBe(status !== 'unhealthy');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is unhealthy, without counts, when the store fails', async () => {
    await create(1);
    await store.close();
    const report = await indicator.report();
    expect(Object.keys(report)).toEqual(['status', 'timestamp', 'uptime']);
    expect(report.status).toBe('unhealthy');
    expect(await indicator.check('sessions')).toEqual({
      sessions: { status: 'down', reasons: ['the store failed: The memory store is closed. Open a new one.'] },
    });
  });

  it('is unhealthy from the first moment of a shutdown', async () => {
    await create(1);
    indicator.onModuleDestroy();
    expect(await indicator.report()).toMatchObject({ status: 'unhealthy', activeSessions: 1 });
    expect(await indicator.check('s')).toMatchObject({
      s: { status: 'down', reasons: ['the service is shutting down'] },
    });
  });

  it('is up in Terminus, with the counts', async () => {
    await create(2);
    expect(await indicator.check('sessions')).toEqual({
      sessions: { status: 'up', activeSessions: 2, expiringSoon: 0, invalidSessions: 0 },
    });
  });

  it('is up with a degraded mark in a Terminus that does not know degraded', async () => {
    await create(9);
    const up = jest.fn((data: object) => ({ sessions: { status: 'up', ...data } }));
    const terminus11 = new HealthIndicatorService();
    Object.assign(terminus11, { check: () => ({ up }) });
    const options = resolveOptions({ store });
    const old = new SessionsHealthIndicator(store, options, sweeper, terminus11);
    expect(await old.check('sessions')).toMatchObject({
      sessions: { status: 'up', degraded: true, reasons: ['the store holds 9 of at most 10 sessions'] },
    });
  });
});
