import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { GivenClient } from './given-client.js';
import type { CommandOptions, RedisClient } from './redis-client.js';

const LIMIT_MS = 1000;

let asked: CommandOptions[];
let given: GivenClient;
beforeEach(() => {
  jest.useFakeTimers();
  asked = [];
  const client: RedisClient = {
    isOpen: true,
    isReady: true,
    withCommandOptions(options) {
      asked.push(options);
      return { eval: () => Promise.resolve(), evalSha: () => Promise.resolve() };
    },
  };
  given = new GivenClient(client, LIMIT_MS);
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a client that is given', () => {
  it('has one signal for the commands of a tenth of the time limit, and then another', () => {
    const first = given.commands();
    jest.advanceTimersByTime(99);
    expect(given.commands()).toBe(first);
    jest.advanceTimersByTime(1);
    expect(given.commands()).not.toBe(first);
    expect(asked).toHaveLength(2);
    expect(asked[0]?.abortSignal).not.toBe(asked[1]?.abortSignal);
  });

  it('counts the time of no command by itself', () => {
    given.commands();
    expect(asked).toMatchObject([{ timeout: 0, typeMapping: {} }]);
    expect(asked[0]?.abortSignal?.aborted).toBe(false);
  });

  it('forgets what nobody waits for any more, and nothing before that', () => {
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    given.commands();
    expect(timeout.mock.calls).toEqual([[LIMIT_MS + LIMIT_MS / 10]]);
    timeout.mockRestore();
  });
});
