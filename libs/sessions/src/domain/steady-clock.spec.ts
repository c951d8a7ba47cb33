import { describe, expect, it } from '@jest/globals';
import { SteadyClock, type SystemTimes } from './steady-clock.js';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

class FakeSystem implements SystemTimes {
  private readonly times = { wall: START, ticks: 50, uptime: 10_000 };

  wall(): number {
    return this.times.wall;
  }

  ticks(): number {
    return this.times.ticks;
  }

  uptime(): number {
    return this.times.uptime;
  }

  pass(ms: number): void {
    this.times.ticks += ms;
    this.suspend(ms);
  }

  suspend(ms: number): void {
    this.times.wall += ms;
    this.times.uptime += ms;
  }

  setWall(by: number): void {
    this.times.wall += by;
  }

  /** The uptime is read in steps of the system, so it may differ a little from the ticks. */
  shiftUptime(ms: number): void {
    this.times.uptime += ms;
  }

  restartTicks(): void {
    this.times.ticks = 0;
  }
}

describe('SteadyClock', () => {
  it('starts at the time of the wall clock and advances with it', () => {
    const system = new FakeSystem();
    const clock = new SteadyClock(system);
    expect(clock.now()).toBe(START);
    system.pass(1234);
    expect([clock.now(), clock.driftMs()]).toEqual([START + 1234, 0]);
  });

  it('reports no drift of time that passes, however short', () => {
    const system = new FakeSystem();
    const clock = new SteadyClock(system);
    system.pass(500);
    expect([clock.driftMs(), clock.now()]).toEqual([0, START + 500]);
  });

  it('takes a small difference of the uptime for no suspension', () => {
    const system = new FakeSystem();
    const clock = new SteadyClock(system);
    system.shiftUptime(1000);
    system.setWall(HOUR);
    expect([clock.now(), clock.driftMs()]).toEqual([START, HOUR]);
  });

  it.each([720 * HOUR, -HOUR, 5000, -5000])('advances steadily when somebody sets the wall clock by %i ms', (jump) => {
    const system = new FakeSystem();
    const clock = new SteadyClock(system);
    system.setWall(jump);
    expect([clock.now(), clock.driftMs()]).toEqual([START, jump]);
    system.pass(HOUR);
    expect([clock.now(), clock.driftMs()]).toEqual([START + HOUR, jump]);
    system.setWall(-jump);
    expect([clock.now(), clock.driftMs()]).toEqual([START + HOUR, 0]);
  });

  it('is off by at most a second after many small changes of the wall clock', () => {
    const system = new FakeSystem();
    const clock = new SteadyClock(system);
    for (let step = 0; step < 100; step += 1) {
      system.pass(600);
      system.setWall(500);
      expect(Math.abs(clock.now() - START - 600 * (step + 1))).toBeLessThanOrEqual(1000);
    }
    expect(clock.driftMs()).toBe(50_000);
  });

  it('advances while the machine is suspended', () => {
    const system = new FakeSystem();
    const clock = new SteadyClock(system);
    system.pass(HOUR);
    system.suspend(8 * HOUR);
    expect([clock.now(), clock.driftMs()]).toEqual([START + 9 * HOUR, 0]);
    system.pass(1);
    expect(clock.now()).toBe(START + 9 * HOUR + 1);
  });

  it('tells a suspension from a change of the wall clock', () => {
    const system = new FakeSystem();
    const clock = new SteadyClock(system);
    system.setWall(-2 * HOUR);
    clock.now();
    system.suspend(HOUR);
    expect([clock.now(), clock.driftMs()]).toEqual([START + HOUR, -2 * HOUR]);
  });

  it('does not go back when the ticks restart', () => {
    const system = new FakeSystem();
    const clock = new SteadyClock(system);
    system.pass(HOUR);
    clock.now();
    system.restartTicks();
    expect(clock.now()).toBe(START + HOUR);
    system.setWall(HOUR);
    expect(clock.now()).toBe(START + HOUR);
    system.pass(7);
    expect(clock.now()).toBe(START + HOUR + 7);
  });

  it('gives the time of this machine', () => {
    const clock = new SteadyClock();
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000);
  });
});
