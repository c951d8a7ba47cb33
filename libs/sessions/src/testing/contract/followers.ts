import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { SessionEndEvent } from '../../domain/events.js';
import type { Session } from '../../domain/session.js';
import type { SessionStore, StoreFollower } from '../../stores/session-store.js';
import { TIMEOUTS, type Subject } from './subject.js';

/** A follower gets an ending within a second, and later on a busy machine. */
const LONGEST_MS = 4000;

/** `another` holds the same sessions as the store of the case, as on another instance. */
export const followerCases: Record<string, (subject: Subject, another: SessionStore) => Promise<void>> = {
  'tells each follower of each ending once, whichever instance ended the session': async (subject, another) => {
    const { store, clock } = subject;
    const followers = [new Following(store), new Following(another)];
    for (const follower of followers) await follower.start();
    const create = (): Promise<Session> => {
      clock.advance(1);
      return subject.create();
    };
    const [deleted, revoked, evicted, expired] = [await create(), await create(), await create(), await create()];
    await another.delete(deleted.id, { reason: 'lost phone', by: 'admin:7' });
    await store.revokeByUser('ada', 1, undefined, { by: 'ada' });
    const limit = { max: 2, policy: 'evict-oldest' } as const;
    const last = await another.create({ userId: 'ada', attributes: {}, metadata: {}, timeouts: TIMEOUTS }, limit);
    clock.set(last.session.expiresAt);
    await store.sweep(10);
    const told = [
      `deleted lost phone ${deleted.handle} by admin:7`,
      `deleted revoked ${revoked.handle} by ada`,
      `evicted evicted ${evicted.handle}`,
      ...[expired, last.session].map(({ handle }) => `expired idle ${handle}`),
    ];
    for (const follower of followers) {
      await follower.isTold(told.length);
      assert.deepEqual(follower.endings.toSorted(), told.toSorted());
      assert.equal(follower.missed, 0);
      await follower.stop();
    }
  },

  'tells a follower of what ends from its start to its stop': async (subject, another) => {
    const { store } = subject;
    const [stopped, staying] = [new Following(another), new Following(another)];
    const end = async (reason: string): Promise<void> => {
      await store.delete((await subject.create()).id, { reason });
    };
    await end('before');
    await stopped.start();
    await staying.start();
    await end('within');
    for (const follower of [stopped, staying]) await follower.isTold(1);
    await stopped.stop();
    await end('after');
    await staying.isTold(2);
    await staying.stop();
    assert.deepEqual([stopped.reasons, staying.reasons], [['within'], ['within', 'after']]);
  },

  'loses no ending while the handlers of a follower are slow, and stops once they have ended': async (
    subject,
    another,
  ) => {
    const { store } = subject;
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const follower = new Following(another, () => gate);
    await follower.start();
    for (const { id } of await subject.createMany(50)) await store.delete(id);
    await follower.isTold(1);
    assert.equal(follower.handled, 0);
    open();
    await follower.isTold(50);
    await follower.stop();
    assert.deepEqual([follower.endings.length, follower.handled, follower.missed], [50, 50, 0]);
  },
};

/** What a follower of a store is told. */
class Following {
  readonly endings: string[] = [];
  readonly reasons: string[] = [];
  handled = 0;
  missed = 0;
  readonly #follower: StoreFollower;

  constructor(store: SessionStore, handler: () => Promise<void> = () => Promise.resolve()) {
    assert.ok(store.shared, 'the store is not shared');
    const follower = store.follower?.({
      handler: async ({ event, deliveries }) => {
        assert.equal(deliveries, 1);
        this.endings.push(described(event));
        this.reasons.push(event.reason);
        await handler();
        this.handled += 1;
      },
      onMissed: () => {
        this.missed += 1;
      },
    });
    assert.ok(follower, 'the store has no follower');
    this.#follower = follower;
  }

  start(): Promise<void> {
    return this.#follower.start();
  }

  stop(): Promise<void> {
    return this.#follower.stop();
  }

  /** Waits until the handler was called so many times. */
  async isTold(count: number): Promise<void> {
    const until = performance.now() + LONGEST_MS;
    while (this.endings.length < count) {
      const found = `the follower was told of ${String(this.endings.length)} endings, not of ${String(count)}`;
      assert.ok(performance.now() < until, found);
      await pause(5);
    }
  }
}

function described(event: SessionEndEvent): string {
  const by = 'by' in event ? ` by ${event.by}` : '';
  return `${event.type} ${event.reason} ${'session' in event ? event.session.handle : 'unreadable'}${by}`;
}
