import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEW, Users } from './users.js';

const NAMES = ['ada', 'bob', 'eve', 'Ω'];
const steps = fc.array(fc.record({ user: fc.nat(NAMES.length - 1), leaves: fc.boolean(), which: fc.nat() }), {
  maxLength: 120,
  size: 'max',
});

describe('Users', () => {
  it('gives the sessions of a user, oldest first, whatever happens', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const names: string[] = [];
        const users = new Users({ userId: (slot) => names[slot] ?? '', expiresAt: () => 0 });
        const kept = new Map<string, number[]>(NAMES.map((name) => [name, []]));
        for (const { user, leaves, which } of history) {
          const name = NAMES[user] ?? '';
          const own = kept.get(name) ?? [];
          if (leaves) {
            for (const slot of own.splice(which % Math.max(1, own.length), 1)) users.remove(name, slot);
          } else {
            own.push(names.push(name) - 1);
            users.add(name, names.length - 1);
          }
          for (const [one, slots] of kept) {
            expect([...users.slots(one)]).toEqual(slots);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('gives each session a higher serial number than the session before', () => {
    const users = new Users({ userId: (slot) => `user-${String(slot % 3)}`, expiresAt: () => 0 });
    for (let slot = 0; slot < 9; slot += 1) users.add(`user-${String(slot % 3)}`, slot);
    const serials = Array.from({ length: 9 }, (_, slot) => users.serial(slot));
    expect(serials).toEqual([...serials].sort((a, b) => a - b));
    expect(new Set(serials).size).toBe(9);
  });

  it('keeps the indexes of a user with many sessions until the last one is removed', () => {
    const users = new Users({ userId: () => 'ada', expiresAt: (slot) => 1000 + slot });
    for (let slot = 0; slot < FEW; slot += 1) users.add('ada', slot);
    expect(users.indexesOf('ada')).toBeUndefined();
    users.add('ada', FEW);
    expect(users.indexesOf('ada')?.byExpiry.rank(1000 + FEW)).toBe(FEW + 1);
    for (let slot = 0; slot < FEW; slot += 1) users.remove('ada', slot);
    expect([[...users.slots('ada')].length, users.indexesOf('ada')?.bySerial.size]).toEqual([1, 1]);
    users.remove('ada', FEW);
    expect([[...users.slots('ada')].length, users.indexesOf('ada')]).toEqual([0, undefined]);
  });
});
