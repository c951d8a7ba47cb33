import { describe, expect, it } from '@jest/globals';
import { SessionTable } from './session-table.js';

const INPUT = {
  userId: 'ada',
  attributes: {},
  metadata: {},
  timeouts: { idleTimeoutMs: 10, absoluteTimeoutMs: 10, warningThresholdMs: 0, autoRenew: true },
};

describe('SessionTable', () => {
  it('uses a slot again when its session has left', () => {
    const table = new SessionTable(undefined);
    for (let round = 0; round < 3; round += 1) {
      const slots = Array.from({ length: 100 }, () => table.insert(table.prepare(INPUT), 5).slot);
      expect([Math.max(...slots), new Set(slots).size]).toEqual([99, 100]);
      for (const slot of slots) table.remove(slot);
    }
  });

  it('finds a session by its id alone, and none by an id that was in the slot before', () => {
    const table = new SessionTable(undefined);
    const first = table.insert(table.prepare(INPUT), 5);
    table.remove(first.slot);
    const second = table.insert(table.prepare(INPUT), 5);
    expect(second.slot).toBe(first.slot);
    expect(table.slotOf(second.session.id, 0)).toBe(second.slot);
    expect(table.slotOf(first.session.id, 0)).toBeUndefined();
  });
});
