import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TimeLimit } from './time-limit.js';

const never = new Promise<never>(() => undefined);

describe('TimeLimit', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const limit = (): TimeLimit => new TimeLimit(1000, () => new Error('too late'));

  it('gives what the work gives, and leaves no timer behind', async () => {
    const held = limit();
    await expect(held.hold(Promise.resolve(1))).resolves.toBe(1);
    await expect(held.hold(Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives up each work at its own time, whatever became of the others', async () => {
    const held = limit();
    const ended: string[] = [];
    const follow = (name: string, work: Promise<unknown>): void => {
      held.hold(work).then(
        () => ended.push(name),
        (error: unknown) => ended.push(`${name} ${String(error)}`),
      );
    };
    follow('first', never);
    follow('quick', Promise.resolve());
    await jest.advanceTimersByTimeAsync(400);
    follow('second', never);
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(599);
    expect(ended).toEqual(['quick']);
    await jest.advanceTimersByTimeAsync(2);
    expect(ended).toEqual(['quick', 'first Error: too late']);
    await jest.advanceTimersByTimeAsync(398);
    follow('third', never);
    expect(ended).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(2);
    expect(ended).toEqual(['quick', 'first Error: too late', 'second Error: too late']);
    await jest.advanceTimersByTimeAsync(1000);
    expect(ended).toHaveLength(4);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('hears no work that ends after it was given up', async () => {
    const held = limit();
    const late = held.hold(new Promise((resolve) => setTimeout(resolve, 1500)));
    const failed = expect(late).rejects.toThrow('too late');
    await jest.advanceTimersByTimeAsync(2000);
    await failed;
    expect(jest.getTimerCount()).toBe(0);
  });
});
