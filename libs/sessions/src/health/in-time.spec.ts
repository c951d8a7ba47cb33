import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { inTime } from './in-time.js';

const ANSWER = { active: 1 };

function answerAfter(ms: number): () => Promise<object> {
  return () => new Promise((resolve) => setTimeout(resolve, ms, ANSWER));
}

describe('inTime', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('sets no timer for an immediate answer', async () => {
    const set = jest.spyOn(globalThis, 'setTimeout');
    expect(await inTime(() => Promise.resolve(ANSWER), 800)).toBe(ANSWER);
    await expect(inTime(() => Promise.reject(new Error('lost')), 800)).rejects.toThrow('lost');
    expect(set).not.toHaveBeenCalled();
  });

  it.each([
    [799, ANSWER],
    [801, undefined],
  ])('waits for %i ms of at most 800', async (ms, expected) => {
    const given = inTime(answerAfter(ms), 800);
    await jest.advanceTimersByTimeAsync(801);
    expect(await given).toBe(expected);
  });

  it('gives up at the deadline, not later', async () => {
    const given = jest.fn();
    void inTime(() => new Promise<object>(() => undefined), 800).then(given);
    await jest.advanceTimersByTimeAsync(799);
    expect(given).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(given).toHaveBeenCalledWith(undefined);
  });

  it('leaves no timer behind after an answer or a failure', async () => {
    const answered = inTime(answerAfter(10), 800);
    const failed = inTime(() => answerAfter(10)().then(() => Promise.reject<object>(new Error('lost'))), 800);
    const failure = expect(failed).rejects.toThrow('lost');
    await jest.advanceTimersByTimeAsync(10);
    await failure;
    expect(await answered).toBe(ANSWER);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('throws an error that is thrown before there is a promise', async () => {
    const ask = (): Promise<object> => {
      throw new Error('lost');
    };
    await expect(inTime(ask, 800)).rejects.toThrow('lost');
  });
});
