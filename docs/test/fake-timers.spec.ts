import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { MemorySessionStore, SessionsModule, SessionsService, SessionSweeper, type SessionStore } from 'nest-sessions';
import { RedisSessionStore } from 'nest-sessions-redis';
import { RedisFixture } from '../../libs/sessions-redis/test/redis-fixture.js';

// Tests what the recipe for tests says about fake timers with Jest. The package tests cover Vitest.
const MINUTE = 60_000;
const ADA = {
  userId: 'ada',
  attributes: {},
  metadata: {},
  timeouts: { idleTimeoutMs: MINUTE, absoluteTimeoutMs: MINUTE, warningThresholdMs: 0, autoRenew: true },
};
/** All but `Date`. */
const TIMERS = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

afterEach(() => void jest.useRealTimers());

async function stateOfNew(store: SessionStore): Promise<string> {
  const { session } = await store.create(ADA);
  jest.setSystemTime(Date.now() + MINUTE);
  return (await store.get(session.id)).state;
}

describe('Fake timers and the memory store', () => {
  it.each([
    ['all timers', {}],
    ['advancing timers', { advanceTimers: true }],
    ['Date alone', { doNotFake: [...TIMERS] }],
  ])('work together, and a Date that is set ends no session: %s', async (_, config) => {
    jest.useFakeTimers(config);
    expect(await stateOfNew(new MemorySessionStore())).toBe('active');
  });

  it('let a session expire when the test advances them', async () => {
    jest.useFakeTimers();
    const store = new MemorySessionStore();
    const { session } = await store.create(ADA);
    jest.advanceTimersByTime(MINUTE - 1);
    expect(await store.get(session.id)).toMatchObject({ state: 'active' });
    jest.advanceTimersByTime(1);
    expect(await store.get(session.id)).toMatchObject({ state: 'expired' });
  });

  it('let the sweeper sweep only while the test advances them', async () => {
    jest.useFakeTimers();
    const module = await Test.createTestingModule({
      imports: [SessionsModule.forRoot({ timeouts: { idleTimeout: '10s', warningThreshold: 0 } })],
    }).compile();
    await module.init();
    const sweeper = module.get(SessionSweeper);
    await module.get(SessionsService).create({ userId: 'ada' });
    expect(sweeper.lastRun).toBeUndefined();
    await jest.advanceTimersByTimeAsync(MINUTE);
    expect(sweeper.lastRun).toMatchObject({ ended: 1 });
    await module.close();
  });
});

describe('Fake timers and the Redis store', () => {
  async function withStore(use: (store: SessionStore) => Promise<void>): Promise<void> {
    const redis = await RedisFixture.open();
    const store = new RedisSessionStore({ url: redis.url, prefix: redis.freshPrefix() });
    await store.ping();
    try {
      await use(store);
    } finally {
      jest.useRealTimers();
      await store.close();
      await redis.close();
    }
  }

  it('make calls wait until the test runs the faked setImmediate, if all timers are faked', async () => {
    await withStore(async (store) => {
      jest.useFakeTimers();
      const ended = jest.fn();
      const created = store.create(ADA).finally(ended);
      await pause(100);
      expect(ended).not.toHaveBeenCalled();
      while (ended.mock.calls.length === 0) {
        await jest.advanceTimersByTimeAsync(1);
        await pause(1);
      }
      expect(await created).toMatchObject({ session: { userId: 'ada' } });
    });
  });

  it.each([
    ['advancing timers', { advanceTimers: true }],
    ['Date alone', { doNotFake: [...TIMERS] }],
  ])('work together, and only the time of Redis ends a session: %s', async (_, config) => {
    await withStore(async (store) => {
      jest.useFakeTimers(config);
      expect(await stateOfNew(store)).toBe('active');
    });
  });
});
