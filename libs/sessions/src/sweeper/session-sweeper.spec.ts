import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { SessionEvent } from '../domain/events.js';
import { Fingerprint } from '../domain/fingerprint.js';
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
    sessions = new SessionsService(store, resolveOptions({ store }), events, new Fingerprint());
    registry = new SchedulerRegistry();
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  function sweeper(batchSize = 10, over: SessionStore = store): SessionSweeper {
    return new SessionSweeper(over, resolveOptions({ store, sweep: { interval: '1m', batchSize } }), registry, events);
  }

  it('removes all that has expired, in slices with the event loop free in between', async () => {
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

  it('announces the oldest first', async () => {
    const ended: string[] = [];
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

  it('never runs twice at once: who asks meanwhile gets the run in flight', async () => {
    const one = sweeper();
    const calls = jest.spyOn(store, 'sweep');
    const [first, second] = await Promise.all([one.sweepNow(), one.sweepNow()]);
    expect(second).toBe(first);
    expect(calls).toHaveBeenCalledTimes(1);
    await one.sweepNow();
    expect(calls).toHaveBeenCalledTimes(2);
  });

  it('counts a failure, keeps what it had done, and goes on with the next run', async () => {
    for (let made = 0; made < 25; made += 1) await sessions.create({ userId: 'ada' });
    clock.advance(30 * MINUTE);
    const one = sweeper();
    const real = store.sweep.bind(store);
    jest.spyOn(store, 'sweep').mockImplementationOnce(real).mockRejectedValueOnce(new Error('lost'));
    expect(await one.sweepNow()).toMatchObject({ ended: 10, failure: new Error('lost') });
    expect([one.failures, one.lastRun?.ended]).toEqual([1, 10]);
    const next = await one.sweepNow();
    expect(next.ended).toBe(15);
    expect(next).not.toHaveProperty('failure');
    expect(one.failures).toBe(1);
  });

  it('runs at its interval, under a name in the registry, until it is destroyed', async () => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const one = sweeper();
    expect(one.lastRun).toBeUndefined();
    one.onApplicationBootstrap();
    expect(registry.getIntervals()).toEqual(['sessions-sweep']);
    const calls = jest.spyOn(store, 'sweep');
    await jest.advanceTimersByTimeAsync(3 * MINUTE);
    expect(calls).toHaveBeenCalledTimes(3);
    expect(one.sinceSuccessMs).toBe(0);
    await jest.advanceTimersByTimeAsync(MINUTE / 2);
    expect(one.sinceSuccessMs).toBe(MINUTE / 2);
    one.onModuleDestroy();
    expect(registry.getIntervals()).toEqual([]);
    await jest.advanceTimersByTimeAsync(10 * MINUTE);
    expect(calls).toHaveBeenCalledTimes(3);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends the run in flight with its slice when the application shuts down, and waits for that', async () => {
    const one = sweeper(1);
    for (let made = 0; made < 20; made += 1) await sessions.create({ userId: 'ada' });
    clock.advance(30 * MINUTE);
    const run = one.sweepNow();
    one.onModuleDestroy();
    await one.beforeApplicationShutdown();
    expect(one.lastRun).toBe(await run);
    expect(one.lastRun?.ended).toBe(1);
  });

  it('does not wait for ever for a store that hangs', async () => {
    jest.useFakeTimers();
    const one = sweeper();
    jest.spyOn(store, 'sweep').mockReturnValueOnce(new Promise(() => undefined));
    void one.sweepNow();
    one.onModuleDestroy();
    const shutdown = one.beforeApplicationShutdown();
    await jest.advanceTimersByTimeAsync(5000);
    await shutdown;
    expect(one.lastRun).toBeUndefined();
  });

  it('starts no timer after it was destroyed', () => {
    const one = sweeper();
    one.onModuleDestroy();
    one.onApplicationBootstrap();
    expect(registry.getIntervals()).toEqual([]);
  });

  it('counts the time without a sweep from the start of the application', () => {
    jest.useFakeTimers();
    const one = sweeper();
    jest.advanceTimersByTime(5 * MINUTE);
    one.onApplicationBootstrap();
    expect(one.sinceSuccessMs).toBe(0);
    one.onModuleDestroy();
  });

  it('runs up to a tenth earlier, by chance, so that instances spread', async () => {
    jest.useFakeTimers();
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const one = sweeper();
    one.onApplicationBootstrap();
    const calls = jest.spyOn(store, 'sweep');
    await jest.advanceTimersByTimeAsync(57_000 - 1);
    expect(calls).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(calls).toHaveBeenCalledTimes(1);
    one.onModuleDestroy();
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

  it('leaves a registry alone that somebody else has emptied', () => {
    const one = sweeper();
    one.onApplicationBootstrap();
    registry.deleteInterval('sessions-sweep');
    expect(() => one.onModuleDestroy()).not.toThrow();
  });

  it('sweeps only by hand where the options say so', async () => {
    const one = new SessionSweeper(store, resolveOptions({ store, sweep: false }), registry, events);
    one.onApplicationBootstrap();
    expect(registry.getIntervals()).toEqual([]);
    expect(await one.sweepNow()).toMatchObject({ ended: 0 });
  });
});
