import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { Turns } from './turns.js';

describe('Turns', () => {
  it('runs one task at a time, in order, and continues after a failure', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const task = (name: string) => async (): Promise<string> => {
      seen.push(`${name} begins`);
      await setImmediate();
      seen.push(`${name} ends`);
      if (name === 'b') throw new Error('b fails');
      return name;
    };
    const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => turns.run(task(name))));
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('gives each task a turn of the event loop', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const other = (async (): Promise<void> => {
      for (let turn = 0; turn < 6; turn += 1) {
        await setImmediate();
        seen.push('other');
      }
    })();
    const tasks = ['a', 'b', 'c'].map((name) => turns.run(() => Promise.resolve(seen.push(name))));
    await Promise.all([other, ...tasks]);
    expect(seen.join(' ')).not.toMatch(/a b|b c/);
  });
});
