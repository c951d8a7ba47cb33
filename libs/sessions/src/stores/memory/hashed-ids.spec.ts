import { beforeEach, describe, expect, it } from '@jest/globals';
import { FakeClock } from '../../testing/index.js';
import { MemorySessionStore } from './memory-session.store.js';

const TIMEOUTS = { idleTimeoutMs: 1000, absoluteTimeoutMs: 5000, warningThresholdMs: 100, autoRenew: true };
const SESSION = { userId: 'ada', attributes: {}, metadata: {}, timeouts: TIMEOUTS };
const idKey = 'k'.repeat(32);

describe('MemorySessionStore with an idKey', () => {
  let clock: FakeClock;
  let store: MemorySessionStore;

  beforeEach(() => {
    clock = new FakeClock();
    store = new MemorySessionStore({ clock, idKey });
  });

  it('finds a session by its id and answers with this id', async () => {
    const { session } = await store.create(SESSION);
    for (const found of [await store.get(session.id), await store.touch(session.id), await store.renew(session.id)]) {
      expect(found).toMatchObject({ state: 'active', session: { id: session.id } });
    }
    const rotated = await store.rotate(session.id, 100);
    const id = 'session' in rotated ? rotated.session.id : '';
    expect(await store.get(id)).toMatchObject({ state: 'active', session: { id } });
    expect(await store.get(session.id)).toMatchObject({ state: 'active', session: { id: session.id } });
    clock.advance(100);
    expect(await store.get(session.id)).toMatchObject({ state: 'ended', reason: 'rotated' });
    expect((await store.delete(id)).state).toBe('active');
  });

  it('returns ids from lists and sweeps that open no session', async () => {
    const { session } = await store.create(SESSION);
    const kept = (await store.list({ limit: 1 })).sessions[0]?.id ?? '';
    expect(kept).not.toBe(session.id);
    expect(kept).toMatch(/^[A-Za-z0-9_-]{32}$/);
    expect(await store.get(kept)).toEqual({ state: 'unknown' });
    expect(await store.delete(kept)).toEqual({ state: 'unknown' });
    clock.advance(900);
    expect((await store.sweep(1)).expiring).toMatchObject([{ id: kept }]);
    expect((await store.revokeByUser('ada', 10, session.id)).ended).toEqual([]);
    expect((await store.revokeByUser('ada', 10)).ended).toMatchObject([{ id: kept }]);
  });

  it('quarantines a session by its id and by the hash of its id', async () => {
    const [one, two] = [await store.create(SESSION), await store.create(SESSION)];
    const kept = (await store.list({ limit: 1 })).sessions[0]?.id ?? '';
    expect((await store.quarantine(kept, 'problem')).state).toBe('quarantined');
    expect(await store.get(one.session.id)).toEqual({ state: 'unknown' });
    expect((await store.quarantine(two.session.id, 'problem')).state).toBe('quarantined');
  });

  it.each(['short', 'x'.repeat(31), new Uint8Array(31)])(
    'refuses a key that is too short, and does not quote it',
    (key) => {
      const open = (): unknown => new MemorySessionStore({ idKey: key });
      expect(open).toThrow('idKey is not a valid key');
      expect(open).not.toThrow(/short|xxx/);
    },
  );
});
