import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Notices } from './notices.js';

let warnings: string[];
beforeEach(() => {
  warnings = [];
  jest.spyOn(process, 'emitWarning').mockImplementation((warning) => {
    warnings.push(String(warning));
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('the notices of a consumer', () => {
  it('are process warnings if the application has no callback', () => {
    const notices = new Notices({ group: 'mail' });
    notices.dropped(3);
    notices.parked(2);
    notices.flush();
    notices.unavailable(new Error('it is down'));
    expect(warnings).toEqual([
      "Session events of the group 'mail': 3 were dropped before anybody had handled them.",
      "Session events of the group 'mail': 2 could not be handled and are parked.",
      "Session events of the group 'mail': they can't be read for now: it is down.",
    ]);
  });

  it('are added up within a second, and told at the end', () => {
    const told: number[] = [];
    const notices = new Notices({ group: 'mail', onDropped: (count) => told.push(count) });
    notices.flush();
    for (let time = 0; time < 10; time += 1) {
      notices.dropped(1);
      notices.flush();
    }
    notices.flush(true);
    expect(told).toEqual([1, 9]);
  });

  it('tell an outage once however often it is met', () => {
    const told: string[] = [];
    const notices = new Notices({ group: 'mail', onUnavailable: ({ message }) => told.push(message) });
    for (const fault of ['one', 'two', 'three']) notices.unavailable(new Error(fault));
    expect(told).toEqual(['one']);
  });

  it('survive a callback that throws', () => {
    const throws = (): void => {
      throw new Error('private');
    };
    const notices = new Notices({ group: 'mail', onParked: throws });
    notices.parked(1);
    notices.flush();
    expect(warnings).toEqual(["Session events of the group 'mail': a callback of their consumer threw."]);
  });
});
