import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TimeLimit } from './time-limit.js';

const never = new Promise<never>(() => undefined);

describe('TimeLimit', () => {
  let limit: TimeLimit;
  beforeEach(() => {
    jest.useFakeTimers();
    limit = new TimeLimit(1000, () => new Error('too late'));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('returns the result or the error of a call that ends in time', async () => {
    await expect(limit.hold(Promise.resolve(1))).resolves.toBe(1);
    await expect(limit.hold(Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  });

  it('gives up each call after the limit, at most a tenth later', async () => {
    const ended: string[] = [];
    const follow = (name: string, call: Promise<unknown>): void => {
      limit.hold(call).then(
        () => ended.push(name),
        (error: unknown) => ended.push(`${name} ${String(error)}`),
      );
    };
    follow('first', never);
    follow('quick', Promise.resolve());
    await jest.advanceTimersByTimeAsync(99);
    follow('second', never);
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    follow('third', never);
    expect(jest.getTimerCount()).toBe(2);
    await jest.advanceTimersByTimeAsync(999);
    expect(ended).toEqual(['quick']);
    await jest.advanceTimersByTimeAsync(1);
    expect(ended).toEqual(['quick', 'first Error: too late', 'second Error: too late']);
    await jest.advanceTimersByTimeAsync(100);
    expect(ended).toHaveLength(4);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('aborts the signal of the calls that it gives up', async () => {
    const { signal } = limit;
    const held = expect(limit.hold(never)).rejects.toThrow('too late');
    await jest.advanceTimersByTimeAsync(1099);
    expect(signal.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(signal.aborted).toBe(true);
    await held;
  });

  it('does not keep the process alive', () => {
    const set = jest.spyOn(globalThis, 'setTimeout');
    expect(limit.signal.aborted).toBe(false);
    expect(set.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([false]);
    set.mockRestore();
  });
});
