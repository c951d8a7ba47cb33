import { describe, expect, it } from '@jest/globals';
import { changeTimeouts, completeTimeouts, isDuration, LONGEST_DURATION_MS } from './timeouts.js';

const defaults = { idleTimeoutMs: 30, absoluteTimeoutMs: 720, warningThresholdMs: 5, autoRenew: true };

describe('Timeouts', () => {
  it('are the defaults if nothing is requested', () => {
    expect(completeTimeouts({}, defaults)).toEqual({ ok: true, timeouts: defaults });
  });

  it('have the requested autoRenew, whatever the default is', () => {
    for (const autoRenew of [true, false]) {
      for (const byDefault of [true, false]) {
        const completed = completeTimeouts({ idleTimeoutMs: 7, autoRenew }, { ...defaults, autoRenew: byDefault });
        expect(completed).toMatchObject({ timeouts: { autoRenew } });
        const kept = completeTimeouts({ idleTimeoutMs: 7 }, { ...defaults, autoRenew: byDefault });
        expect(kept).toMatchObject({ timeouts: { autoRenew: byDefault } });
      }
    }
  });

  it('lower a default warning threshold to a requested idle timeout', () => {
    expect(completeTimeouts({ idleTimeoutMs: 3 }, defaults)).toMatchObject({
      ok: true,
      timeouts: { warningThresholdMs: 3 },
    });
  });

  it('refuse a requested value that contradicts a default', () => {
    expect(completeTimeouts({ absoluteTimeoutMs: 29 }, defaults)).toMatchObject({
      ok: false,
      conflicts: [{ lesser: 'idleTimeoutMs', lesserMs: 30, greater: 'absoluteTimeoutMs', greaterMs: 29 }],
    });
    expect(completeTimeouts({ warningThresholdMs: 31 }, defaults)).toMatchObject({
      ok: false,
      conflicts: [{ lesser: 'warningThresholdMs', lesserMs: 31, greater: 'idleTimeoutMs', greaterMs: 30 }],
    });
  });

  it('refuse an idle timeout above the default absolute timeout', () => {
    expect(completeTimeouts({ idleTimeoutMs: 720 }, defaults)).toMatchObject({ ok: true });
    expect(completeTimeouts({ idleTimeoutMs: 721 }, defaults)).toEqual({
      ok: false,
      conflicts: [{ lesser: 'idleTimeoutMs', lesserMs: 721, greater: 'absoluteTimeoutMs', greaterMs: 720 }],
    });
  });

  it('may all be equal', () => {
    const equal = { idleTimeoutMs: 7, absoluteTimeoutMs: 7, warningThresholdMs: 7, autoRenew: false };
    expect(completeTimeouts(equal, defaults)).toEqual({ ok: true, timeouts: equal });
  });

  it('change only in the given fields, without lowering others', () => {
    expect(changeTimeouts(defaults, { autoRenew: false })).toEqual({
      ok: true,
      timeouts: { ...defaults, autoRenew: false },
    });
    expect(changeTimeouts(defaults, { idleTimeoutMs: 4 })).toMatchObject({ ok: false });
  });

  it.each([
    ['idleTimeoutMs', 1, true],
    ['idleTimeoutMs', 0, false],
    ['warningThresholdMs', 0, true],
    ['warningThresholdMs', -1, false],
    ['absoluteTimeoutMs', 1.5, false],
    ['absoluteTimeoutMs', LONGEST_DURATION_MS, true],
    ['absoluteTimeoutMs', LONGEST_DURATION_MS + 1, false],
    ['idleTimeoutMs', NaN, false],
    ['idleTimeoutMs', Infinity, false],
    ['idleTimeoutMs', '5', false],
  ] as const)('%s of %p is a duration: %p', (field, value, expected) => {
    expect(isDuration(field, value)).toBe(expected);
  });
});
