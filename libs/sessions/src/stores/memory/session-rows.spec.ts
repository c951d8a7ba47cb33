import { describe, expect, it } from '@jest/globals';
import { SessionRows } from './session-rows.js';

const INPUT = {
  userId: 'ada',
  attributes: {},
  metadata: {},
  timeouts: { idleTimeoutMs: 10, absoluteTimeoutMs: 10, warningThresholdMs: 0, autoRenew: true },
};

describe('SessionRows', () => {
  it('reuses the slot of a removed session', () => {
    const rows = new SessionRows(undefined);
    for (let round = 0; round < 3; round += 1) {
      const slots = Array.from({ length: 100 }, () => rows.insert(rows.prepare(INPUT), 5).slot);
      expect([Math.max(...slots), new Set(slots).size]).toEqual([99, 100]);
      for (const slot of slots) rows.remove(slot);
    }
  });

  it('finds a session by its id, and nothing by the id of an earlier session in its slot', () => {
    const rows = new SessionRows(undefined);
    const first = rows.insert(rows.prepare(INPUT), 5);
    rows.remove(first.slot);
    const second = rows.insert(rows.prepare(INPUT), 5);
    expect(second.slot).toBe(first.slot);
    expect(rows.slotOf(second.session.id, 0)).toBe(second.slot);
    expect(rows.slotOf(first.session.id, 0)).toBeUndefined();
  });
});
