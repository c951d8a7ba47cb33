import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { SessionEvent } from '../domain/events.js';
import { resolveOptions } from '../options/resolve-options.js';
import { SessionEvents } from '../events/session-events.js';
import { SessionsService } from '../service/sessions.service.js';
import { MemorySessionStore } from '../stores/memory/memory-session.store.js';
import type { SessionStore } from '../stores/session-store.js';
import { FakeClock } from '../testing/index.js';
import { SessionSweeper } from './session-sweeper.js';

const MINUTE = 60_000;

describe('SessionSweeper', () => {
  let clock: FakeClock;
  let store: MemorySessionStore;
  let events: SessionEvents;
  let sessions: SessionsService;
  let registry: SchedulerRegistry;

  beforeEach(() => {
    Logger.overrideLogger(false);
    clock = new FakeClock();
    store = new MemorySessionStore({ clock });
    events = new SessionEvents();
    sessions = new SessionsService(store, resolveOptions({ store }), events);
    registry = new SchedulerRegistry();
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  function sweeper(batchSize = 10, over: SessionStore = store): SessionSweeper {
    return new SessionSweeper(over, resolveOptions({ store, sweep: { interval: '1m', batchSize } }), registry, events);
  }

  it('removes all expired sessions, in slices that yield to the event loop', async () => {
    for (let made = 0; made < 95; made += 1) await sessions.create({ userId: 'ada' });
    clock.advance(30 * MINUTE);
    const slices = jest.spyOn(store, 'sweep');
    let ticks = 0;
    const ticking = setInterval(() => (ticks += 1), 0);
    const run = await sweeper().sweepNow();
    clearInterval(ticking);
    expect(run).toMatchObject({ ended: 95, expiring: 0, quarantined: 0 });
    expect(slices.mock.calls.every(([limit]) => limit === 10)).toBe(true);
    expect(slices).toHaveBeenCalledTimes(10);
    expect(ticks).toBeGreaterThan(0);
    expect(await store.counts()).toMatchObject({ active: 0, expired: 0 });
  });

  it('counts and announces the records that a sweep quarantines', async () => {
    const seen: SessionEvent[] = [];
    sessions.events$.subscribe((event) => seen.push(event));
    const record = { id: 'a', problem: 'createdAt is not an instant', quarantinedAt: 1, keptUntil: 2, raw: null };
    const batch = { ended: [], expiring: [], quarantined: [record], more: false, asOf: 1 };
    jest.spyOn(store, 'sweep').mockResolvedValueOnce(batch);
    expect(await sweeper().sweepNow()).toMatchObject({ ended: 0, quarantined: 1 });
    expect(seen).toMatchObject([{ type: 'quarantined', record }]);
  });

  it('announces the oldest first', async () => {
    const ended: (string | undefined)[] = [];
    sessions.events$.subscribe((event: SessionEvent) => event.type === 'expired' && ended.push(event.session.userId));
    for (const minutes of [3, 1, 2]) {
      await sessions.create({
        userId: String(minutes),
        timeouts: { idleTimeout: minutes * MINUTE, warningThreshold: 0 },
      });
    }
    clock.advance(10 * MINUTE);
    await sweeper(1).sweepNow();
    expect(ended).toEqual(['1', '2', '3']);
  });

  it('never runs twice at the same time: a second call returns the run in progress', async () => {
    const own = sweeper();
    const calls = jest.spyOn(store, 'sweep');
    const [first, second] = await Promise.all([own.sweepNow(), own.sweepNow()]);
    expect(second).toBe(first);
    expect(calls).toHaveBeenCalledTimes(1);
    await own.sweepNow();
    expect(calls).toHaveBeenCalledTimes(2);
  });

  it('counts a failure, keeps its work so far, and continues in the next run', async () => {
    for (let made = 0; made < 25; made += 1) await sessions.create({ userId: 'ada' });
    clock.advance(30 * MINUTE);
    const own = sweeper();
    const real = store.sweep.bind(store);
    jest.spyOn(store, 'sweep').mockImplementationOnce(real).mockRejectedValueOnce(new Error('lost'));
    expect(await own.sweepNow()).toMatchObject({ ended: 10, failure: new Error('lost') });
    expect([own.failures, own.lastRun?.ended]).toEqual([1, 10]);
    const next = await own.sweepNow();
    expect(next.ended).toBe(15);
    expect(next).not.toHaveProperty('failure');
    expect(own.failures).toBe(1);
  });

  it('runs at its interval, with a name in the registry, until it is destroyed', async () => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const own = sweeper();
    expect(own.lastRun).toBeUndefined();
    own.onApplicationBootstrap();
    expect(registry.getIntervals()).toEqual(['sessions-sweep']);
    const calls = jest.spyOn(store, 'sweep');
    await jest.advanceTimersByTimeAsync(3 * MINUTE);
    expect(calls).toHaveBeenCalledTimes(3);
    expect(own.sinceSuccessMs).toBe(0);
    await jest.advanceTimersByTimeAsync(MINUTE / 2);
    expect(own.sinceSuccessMs).toBe(MINUTE / 2);
    own.onModuleDestroy();
    expect(registry.getIntervals()).toEqual([]);
    await jest.advanceTimersByTimeAsync(10 * MINUTE);
    expect(calls).toHaveBeenCalledTimes(3);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('stops after the current slice when the application shuts down, and waits for that slice', async () => {
    const own = sweeper(1);
    for (let made = 0; made < 20; made += 1) await sessions.create({ userId: 'ada' });
    clock.advance(30 * MINUTE);
    const run = own.sweepNow();
    own.onModuleDestroy();
    await own.beforeApplicationShutdown();
    expect(own.lastRun).toBe(await run);
    expect(own.lastRun?.ended).toBe(1);
  });

  it('does not wait forever for a store that hangs', async () => {
    jest.useFakeTimers();
    const own = sweeper();
    jest.spyOn(store, 'sweep').mockReturnValueOnce(new Promise(() => undefined));
    void own.sweepNow();
    own.onModuleDestroy();
    const shutdown = own.beforeApplicationShutdown();
    await jest.advanceTimersByTimeAsync(5000);
    await shutdown;
    expect(own.lastRun).toBeUndefined();
  });

  it('starts no timer after it was destroyed', () => {
    const own = sweeper();
    own.onModuleDestroy();
    own.onApplicationBootstrap();
    expect(registry.getIntervals()).toEqual([]);
  });

  it('measures the time without a sweep from the start of the application', () => {
    jest.useFakeTimers();
    const own = sweeper();
    jest.advanceTimersByTime(5 * MINUTE);
    own.onApplicationBootstrap();
    expect(own.sinceSuccessMs).toBe(0);
    own.onModuleDestroy();
  });

  it('runs up to a tenth earlier at random, so that instances do not sweep at the same time', async () => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const own = sweeper();
    own.onApplicationBootstrap();
    const calls = jest.spyOn(store, 'sweep');
    await jest.advanceTimersByTimeAsync(57_000 - 1);
    expect(calls).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(calls).toHaveBeenCalledTimes(1);
    own.onModuleDestroy();
  });

  it('shares a registry with the sweepers of other kinds', () => {
    const first = sweeper();
    events = new SessionEvents('staff');
    const second = sweeper();
    first.onApplicationBootstrap();
    second.onApplicationBootstrap();
    expect(registry.getIntervals()).toEqual(['sessions-sweep', 'sessions-sweep:staff']);
    first.onModuleDestroy();
    expect(registry.getIntervals()).toEqual(['sessions-sweep:staff']);
    second.onModuleDestroy();
  });

  it('tolerates a registry that somebody else has emptied', () => {
    const own = sweeper();
    own.onApplicationBootstrap();
    registry.deleteInterval('sessions-sweep');
    expect(() => own.onModuleDestroy()).not.toThrow();
  });

  it('sweeps only on request if the options switch the interval off', async () => {
    const own = new SessionSweeper(store, resolveOptions({ store, sweep: false }), registry, events);
    own.onApplicationBootstrap();
    expect(registry.getIntervals()).toEqual([]);
    expect(await own.sweepNow()).toMatchObject({ ended: 0 });
  });
});
