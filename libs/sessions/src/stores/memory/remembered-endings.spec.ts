import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../testing/index.js';
import { MemorySessionStore } from './memory-session.store.js';
import { RememberedEndings } from './remembered-endings.js';
import type { RememberedEnding } from './session-journal.js';

const MINUTE = 60_000;
const ENDING = { reason: 'deleted', endedAt: 0, userId: 'ada' };
const TIMEOUTS = { idleTimeoutMs: 1000, absoluteTimeoutMs: 5000, warningThresholdMs: 100, autoRenew: true };
const SESSION = { userId: 'ada', attributes: {}, metadata: {}, timeouts: TIMEOUTS };

/** Endings, and what a journal still keeps of them. */
function endings(maxBytes = 1e9): { remembered: RememberedEndings; kept: Map<number, RememberedEnding> } {
  const kept = new Map<number, RememberedEnding>();
  const unused = (): never => {
    throw new Error('only endings are recorded here');
  };
  const journal = {
    ...{ put: unused, times: unused, gone: unused, formerId: unused, quarantined: unused, quarantineCleared: unused },
    remembered: (number: number, ending: RememberedEnding | undefined): void => {
      if (ending === undefined) kept.delete(number);
      else kept.set(number, ending);
    },
  };
  return { remembered: new RememberedEndings(MINUTE, maxBytes, journal), kept };
}

describe('RememberedEndings', () => {
  it('keep at most 100,000 endings and forget the oldest first', () => {
    const { remembered, kept } = endings();
    for (let made = 0; made < 130_000; made += 1) remembered.add(`id-${String(made)}`, ENDING, made / 1000);
    expect(kept.size).toBe(100_000);
    expect(remembered.find('id-29999', 130)).toBeUndefined();
    expect(remembered.find('id-30000', 130)).toEqual(ENDING);
    expect(remembered.find('id-129999', 130)).toEqual(ENDING);
  });

  it('forget the endings of a user, in the journal and in bytes too, and go on as before', () => {
    const { remembered, kept } = endings();
    for (const [at, userId] of ['ada', 'bob', 'ada', undefined].entries()) {
      remembered.add(`id-${String(at)}`, { ...ENDING, userId }, at);
    }
    remembered.add('replaced', { next: 'id-1', endedAt: 4 }, 4);
    expect(remembered.forgetUser('ada')).toBe(2);
    expect(remembered.forgetUser('ada')).toBe(0);
    expect([...kept.values()].map(({ id }) => id)).toEqual(['id-1', 'id-3', 'replaced']);
    expect(remembered.find('id-0', 5)).toBeUndefined();
    expect(remembered.find('id-1', 5)).toEqual({ ...ENDING, userId: 'bob' });
    remembered.sweep(MINUTE + 1);
    expect([...kept.values()].map(({ id }) => id)).toEqual(['id-3', 'replaced']);
    remembered.sweep(2 * MINUTE);
    expect([kept.size, remembered.bytes]).toEqual([0, 0]);
  });

  it('keep at most as many bytes as they may and forget the oldest first', () => {
    const { remembered, kept } = endings(10_000);
    for (let made = 0; made < 100; made += 1) {
      remembered.add(`id-${String(made)}`, { ...ENDING, userId: 'x'.repeat(made % 2 === 0 ? 0 : 1000) }, 0);
      expect(remembered.bytes).toBeLessThanOrEqual(10_000);
    }
    expect(remembered.bytes).toBeGreaterThan(7000);
    expect(remembered.find('id-99', 0)).toBeDefined();
    expect(remembered.find('id-50', 0)).toBeUndefined();
    remembered.shrinkTo(0);
    expect([remembered.bytes, kept.size]).toEqual([0, 0]);
  });

  it('forget what is over with each ending and with each sweep, in bounded steps', () => {
    const { remembered, kept } = endings();
    for (let made = 0; made < 2500; made += 1) remembered.add(`id-${String(made)}`, ENDING, 0);
    expect(remembered.find('id-0', MINUTE)).toBeUndefined();
    remembered.add('young', ENDING, MINUTE);
    expect(kept.size).toBe(2499);
    for (const left of [1499, 499, 1, 1]) {
      remembered.sweep(MINUTE);
      expect(kept.size).toBe(left);
    }
    expect(remembered.find('young', MINUTE)).toEqual(ENDING);
  });
});

describe('rememberEndings', () => {
  it('0 remembers nothing', async () => {
    const clock = new FakeClock();
    const store = new MemorySessionStore({ clock, rememberEndings: 0 });
    const [deleted, expired] = [await store.create(SESSION), await store.create(SESSION)];
    await store.delete(deleted.session.id);
    clock.advance(1000);
    await store.sweep(10);
    for (const { session } of [deleted, expired]) expect(await store.get(session.id)).toEqual({ state: 'unknown' });
    expect(await store.counts()).toMatchObject({ bytes: { held: 0 } });
  });

  it('is an hour by default, and any other time on request', async () => {
    for (const [rememberEndings, ms] of [
      [undefined, 60 * MINUTE],
      ['5m', 5 * MINUTE],
      [1, 1],
    ] as const) {
      const clock = new FakeClock();
      const store = new MemorySessionStore({ clock, rememberEndings });
      const { id } = (await store.create(SESSION)).session;
      await store.delete(id);
      clock.advance(ms - 1);
      expect(await store.get(id)).toMatchObject({ state: 'ended' });
      clock.advance(1);
      expect(await store.get(id)).toEqual({ state: 'unknown' });
    }
  });

  it('works with ids that are hashed', async () => {
    const store = new MemorySessionStore({ idKey: 'k'.repeat(32) });
    const { id } = (await store.create(SESSION)).session;
    await store.delete(id, { by: 'ada' });
    expect(await store.get(id)).toMatchObject({ state: 'ended', by: 'ada' });
  });

  it.each([-1, NaN] as const)('refuses %p', (rememberEndings) => {
    expect(() => new MemorySessionStore({ rememberEndings })).toThrow('rememberEndings is');
  });
});
