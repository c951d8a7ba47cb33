import { describe, expect, it } from '@jest/globals';
import { leakWarning, type LeakFacts } from './leak.js';

const THRESHOLDS = { minutes: 60, growthPercent: 10 };

/** The minutes of two hours, the last hour of which rises by one session a minute. */
function history(change: (at: number) => Partial<LeakFacts> = () => ({})): LeakFacts[] {
  return Array.from({ length: 120 }, (_, at) => ({
    activeSessions: 100 + Math.max(0, at - 59),
    created: 5,
    ...change(at),
  }));
}

const warning = (facts: readonly LeakFacts[]): string | undefined => leakWarning(facts, THRESHOLDS);

describe('leakWarning', () => {
  it('warns when sessions have risen for an hour while creations stay level', () => {
    expect(warning(history())).toContain('rose from 100 to 160 within 60 minutes');
  });

  it('does not warn before there is an hour of counts', () => {
    expect(warning(history().slice(-61))).toBeDefined();
    expect(warning(history().slice(-60))).toBeUndefined();
  });

  it('does not warn when sessions fell once', () => {
    expect(warning(history((at) => (at === 100 ? { activeSessions: 139 } : {})))).toBeUndefined();
    expect(warning(history((at) => (at === 100 ? { activeSessions: 140 } : {})))).toBeDefined();
  });

  it('does not warn when creations have grown as well', () => {
    expect(warning(history((at) => ({ created: at >= 90 ? 8 : 5 })))).toBeUndefined();
    expect(warning(history((at) => ({ created: at >= 90 ? 4 : 5 })))).toBeDefined();
  });

  it('does not warn about a growth of at most the threshold', () => {
    const grows = (to: number): LeakFacts[] => history((at) => ({ activeSessions: at < 90 ? 100 : to }));
    expect(warning(grows(110))).toBeUndefined();
    expect(warning(grows(111))).toBeDefined();
  });

  it('does not warn when the store could not be asked in between', () => {
    expect(warning(history((at) => (at === 100 ? { activeSessions: undefined } : {})))).toBeUndefined();
  });

  it('never warns if it is off', () => {
    expect(leakWarning(history(), { ...THRESHOLDS, minutes: 0 })).toBeUndefined();
  });
});
