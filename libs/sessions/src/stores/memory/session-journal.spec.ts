import { describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../testing/index.js';
import type { Session } from '../../domain/session.js';
import { MemorySessionStore } from './memory-session.store.js';
import type { RememberedEnding, SessionJournal } from './session-journal.js';

const TIMEOUTS = { idleTimeoutMs: 1000, absoluteTimeoutMs: 5000, warningThresholdMs: 100, autoRenew: true };
const SESSION = { userId: 'ada', attributes: {}, metadata: {}, timeouts: TIMEOUTS };
const SLOT_SECRET = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);

/** Keeps what it receives in maps. */
class KeptJournal implements SessionJournal {
  readonly sessions = new Map<number, { slot: number; session: Session; isReported: boolean }>();
  readonly formerIds = new Map<string, { slot: number; until: number }>();
  readonly endings = new Map<number, RememberedEnding>();

  put(slot: number, serial: number, session: Session, isReported: boolean): void {
    this.sessions.set(serial, { slot, session, isReported });
  }

  times(slot: number, serial: number, session: Session, isReported: boolean): void {
    const before = this.sessions.get(serial)?.session;
    if (before === undefined) throw new Error('the times of no session');
    const { lastActivityAt, lastRenewedAt, renewalCount, expiresAt, warnAt } = session;
    const after = { ...before, lastActivityAt, lastRenewedAt, renewalCount, expiresAt, warnAt };
    this.sessions.set(serial, { slot, session: after, isReported });
  }

  gone(_slot: number, serial: number, formerIds: Iterable<string>): void {
    this.sessions.delete(serial);
    for (const id of formerIds) this.formerIds.delete(id);
  }

  formerId(slot: number, _serial: number, id: string, until: number | undefined): void {
    if (until === undefined) this.formerIds.delete(id);
    else this.formerIds.set(id, { slot, until });
  }

  quarantined(): void {
    throw new Error('nothing is corrupted here');
  }

  quarantineCleared(): void {
    throw new Error('nothing is cleared here');
  }

  remembered(number: number, remembered: RememberedEnding | undefined): void {
    if (remembered === undefined) this.endings.delete(number);
    else this.endings.set(number, remembered);
  }

  restored(clock: FakeClock): MemorySessionStore {
    const store = new MemorySessionStore({ clock, slotSecret: SLOT_SECRET });
    const restorer = MemorySessionStore.restorer(store);
    const serials = [...this.sessions].sort(([one], [other]) => one - other);
    for (const [serial, { slot, session, isReported }] of serials) restorer.put(slot, serial, session, isReported);
    for (const [id, { slot, until }] of this.formerIds) restorer.formerId(slot, id, until);
    for (const remembered of this.endings.values()) restorer.remembered(remembered);
    restorer.done();
    return store;
  }
}

describe('SessionJournal', () => {
  it('receives enough to fill another store with the same sessions', async () => {
    const clock = new FakeClock();
    const journal = new KeptJournal();
    const store = new MemorySessionStore({ clock, journal, slotSecret: SLOT_SECRET });
    const made = [];
    for (let n = 0; n < 5; n += 1) made.push((await store.create(SESSION)).session.id);
    const [first = '', second = '', third = '', fourth = ''] = made;
    await store.delete(first, { reason: 'password changed', by: 'ada' });
    await store.updateMetadata(second, () => ({ seen: 1 }));
    clock.advance(950);
    await store.touch(third);
    await store.sweep(100);
    const rotated = await store.rotate(fourth, 500);
    await store.create(SESSION);

    const other = journal.restored(clock);
    for (const id of [...made, rotated.state === 'active' ? rotated.session.id : '']) {
      expect(await other.get(id)).toEqual(await store.get(id));
    }
    const page = { limit: 100, userId: 'ada' };
    expect(await other.list(page)).toEqual(await store.list(page));
    expect(await other.counts()).toEqual(await store.counts());
    expect((await other.sweep(100)).expiring).toEqual([]);
    expect(await other.get(first)).toMatchObject({ state: 'ended', by: 'ada' });
  });

  it('leaves the free slots of a filled store to new sessions', async () => {
    const clock = new FakeClock();
    const journal = new KeptJournal();
    const store = new MemorySessionStore({ clock, journal, slotSecret: SLOT_SECRET });
    const { session: first } = await store.create(SESSION);
    const { session: second } = await store.create(SESSION);
    await store.delete(first.id);
    const other = journal.restored(clock);
    const created = [await other.create(SESSION), await other.create(SESSION)];
    const ids = [second.id, ...created.map(({ session }) => session.id)];
    for (const id of ids) expect(await other.get(id)).toMatchObject({ state: 'active', session: { id } });
    expect((await other.list({ limit: 10, userId: 'ada' })).sessions.map(({ id }) => id)).toEqual(ids);
  });
});
