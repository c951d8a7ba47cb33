import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LAST_INSTANT } from './instant-digits.js';
import { NumberColumns } from './number-columns.js';
import { TIME_ENTRY } from './row-layout.js';
import { TimeIndex } from './time-index.js';

/** The same as a plain list that is walked. */
class WalkedIndex {
  readonly instants = new Map<number, number>();

  rank(instant: number): number {
    return [...this.instants.values()].filter((at) => at <= instant).length;
  }

  upTo(instant: number): number[] {
    return [...this.instants.values()].filter((at) => at <= instant).sort((one, other) => one - other);
  }

  ceiling(instant: number): number | undefined {
    const late = [...this.instants.values()].filter((at) => at >= instant);
    return late.length === 0 ? undefined : Math.min(...late);
  }
}

const NOW = Date.UTC(2026, 10, 23);
const instants = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: NOW, max: NOW + 70 }) },
  { weight: 2, arbitrary: fc.integer({ min: NOW, max: NOW + 100_000 }) },
  { weight: 2, arbitrary: fc.constantFrom(NOW, NOW + 1, NOW + 63, NOW + 64) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: LAST_INSTANT }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 2 ** 24 - 1, 2 ** 24, 2 ** 36, LAST_INSTANT - 1, LAST_INSTANT) },
);
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('add'), at: instants }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('remove'), at: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('clear'), at: fc.nat() }) },
  ),
  { maxLength: 400, size: 'max' },
);

function agree(index: TimeIndex, walked: WalkedIndex, probes: readonly number[]): void {
  expect(index.size).toBe(walked.instants.size);
  for (const probe of probes) {
    expect(index.rank(probe)).toBe(walked.rank(probe));
    expect([...index.upTo(probe)].map((slot) => walked.instants.get(slot))).toEqual(walked.upTo(probe));
    const slot = index.ceiling(probe);
    expect(slot < 0 ? undefined : walked.instants.get(slot)).toBe(walked.ceiling(probe));
  }
}

describe('TimeIndex', () => {
  it('gives the same ranks and order as a list that is scanned, whatever happens', () => {
    fc.assert(
      fc.property(steps, fc.array(instants, { minLength: 3, maxLength: 3 }), (history, probes) => {
        const index = new TimeIndex();
        const walked = new WalkedIndex();
        const used: number[] = [];
        let free = 0;
        for (const step of history) {
          if (step.do === 'add') {
            index.add(free, step.at);
            walked.instants.set(free, step.at);
            used.push(free);
            free += 1;
          } else {
            for (let left = step.do === 'clear' ? used.length : 1; left > 0 && used.length > 0; left -= 1) {
              const [slot = -1] = used.splice(step.at % used.length, 1);
              index.remove(slot);
              walked.instants.delete(slot);
            }
          }
          agree(index, walked, [step.at, ...probes]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('tells thousands of entries at one millisecond from those at the next', () => {
    const index = new TimeIndex();
    for (let slot = 0; slot < 3000; slot += 1) index.add(slot, slot % 2 === 0 ? NOW : NOW + 1);
    expect(index.rank(NOW - 1)).toBe(0);
    expect(index.rank(NOW)).toBe(1500);
    expect(index.rank(NOW + 1)).toBe(3000);
    for (let slot = 0; slot < 3000; slot += 2) index.remove(slot);
    expect(index.rank(NOW)).toBe(0);
    expect(index.instant(index.ceiling(0))).toBe(NOW + 1);
  });

  it('moves a slot between two indexes that share entries', () => {
    const table = new NumberColumns(TIME_ENTRY.words);
    const [from, to] = [new TimeIndex(table), new TimeIndex(table)];
    for (let slot = 0; slot < 100; slot += 1) from.add(slot, NOW + slot);
    for (let slot = 0; slot < 100; slot += 2) {
      from.remove(slot);
      to.add(slot, NOW + slot);
    }
    expect([from.rank(NOW + 9), to.rank(NOW + 9)]).toEqual([5, 5]);
  });

  it('moves a slot with the same result as removing and adding it', () => {
    const [moved, anew] = [new TimeIndex(), new TimeIndex()];
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(60), instants), { maxLength: 200 }), (moves) => {
        for (let slot = 0; slot <= 60; slot += 1) for (const index of [moved, anew]) index.add(slot, NOW + slot);
        for (const [slot, at] of moves) {
          moved.move(slot, at);
          anew.remove(slot);
          anew.add(slot, at);
          expect([moved.rank(at), moved.rank(at - 1), moved.nodes]).toEqual([
            anew.rank(at),
            anew.rank(at - 1),
            anew.nodes,
          ]);
        }
        for (let slot = 0; slot <= 60; slot += 1) for (const index of [moved, anew]) index.remove(slot);
      }),
      { numRuns: 100 },
    );
  });

  it('frees nodes that it no longer needs', () => {
    const index = new TimeIndex();
    for (let round = 0; round < 5; round += 1) {
      for (let slot = 0; slot < 5000; slot += 1) index.add(slot, NOW + slot * 7);
      expect(index.nodes).toBeGreaterThan(10);
      for (let slot = 0; slot < 4995; slot += 1) index.remove(slot);
      expect(index.nodes).toBe(1);
      for (let slot = 4995; slot < 5000; slot += 1) index.remove(slot);
    }
  });

  it('refuses instants that it can not order', () => {
    const index = new TimeIndex();
    for (const instant of [-1, LAST_INSTANT + 1, NaN, Infinity])
      expect(() => index.add(0, instant)).toThrow(RangeError);
    expect(index.size).toBe(0);
  });
});
