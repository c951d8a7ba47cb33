import { describe, expect, it } from '@jest/globals';
import { RefusalLog } from './refusal-log.js';

describe('the log of refused sessions', () => {
  it('has one line for the first one, and one each minute for the others', () => {
    const lines: string[] = [];
    let now = 0;
    const log = new RefusalLog({ warn: (line: string) => void lines.push(line) }, () => now);
    for (let request = 0; request < 2000; request += 1) {
      log.refused('It is full.');
      now += 40;
    }
    expect(lines).toEqual([
      'No sessions can be created: 1 request was refused since the last such line. It is full.',
      'No sessions can be created: 1500 requests were refused since the last such line. It is full.',
    ]);
  });
});
