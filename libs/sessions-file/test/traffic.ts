import { strict as assert } from 'node:assert';
import { expect } from '@jest/globals';
import type { NewSession, RenewalLookup, Session, SessionStore, SignInLookup, StoreLookup } from 'nest-sessions/store';
import type { StoreProcess } from './processes/store-process.js';

const HOUR = 3_600_000;
const NEW: Omit<NewSession, 'userId'> = {
  attributes: {},
  metadata: { note: 'x'.repeat(40) },
  timeouts: { idleTimeoutMs: HOUR, absoluteTimeoutMs: 10 * HOUR, warningThresholdMs: 1000, autoRenew: true },
};

/** One client of a store that may be killed: it knows what was acknowledged, and what it had asked for last. */
export class Client {
  /** The session as it was acknowledged last. */
  #session: Session | undefined;
  /** Ids under which nothing may be found. */
  readonly #gone: string[] = [];
  #askedFor: 'create' | 'touch' | 'rotate' | 'signIn' | 'delete' | undefined;
  acknowledged = 0;
  #turns: number;
  readonly #userId: string;

  constructor(number: number) {
    this.#turns = number;
    this.#userId = `user-${String(number % 8)}`;
  }

  /** One operation after the other until the process ends. */
  async work(store: StoreProcess): Promise<void> {
    for (;;) {
      try {
        await this.#step(store);
      } catch {
        return;
      }
      this.#askedFor = undefined;
      this.acknowledged += 1;
    }
  }

  /** Compares what a store holds with what was acknowledged, and continues from there. */
  async check(store: SessionStore): Promise<void> {
    for (const id of this.#gone) assert.equal((await store.get(id)).state, 'ended', 'an ended session is back');
    const session = this.#session;
    const askedFor = this.#askedFor;
    this.#session = undefined;
    this.#askedFor = undefined;
    if (session === undefined) return;
    const found = await store.get(session.id);
    const isOfUser = await this.#hasUser(store, session.handle);
    const mayBeGone = askedFor === 'rotate' || askedFor === 'signIn' || askedFor === 'delete';
    if (found.state !== 'active') {
      assert.ok(mayBeGone && found.state === 'ended', `an acknowledged session is ${found.state}`);
      this.#gone.push(session.id);
      if (askedFor === 'signIn') assert.ok(isOfUser, 'a sign-in ended the guest and gave the user nothing');
      return;
    }
    assert.equal(isOfUser, session.userId !== undefined, 'the user of a session is wrong');
    const { lastActivityAt, renewalCount, ...rest } = found.session;
    assert.ok(lastActivityAt >= session.lastActivityAt, 'an acknowledged touch is lost');
    assert.ok(renewalCount >= session.renewalCount, 'an acknowledged renewal is lost');
    expect([rest.metadata, rest.createdAt]).toEqual([session.metadata, session.createdAt]);
    this.#session = found.session;
  }

  async #step(store: StoreProcess): Promise<void> {
    const session = this.#session;
    if (session === undefined) {
      this.#askedFor = 'create';
      const userId = this.#turns % 2 === 0 ? this.#userId : undefined;
      this.#session = (await store.create({ ...NEW, userId })).session;
      return;
    }
    this.#turns += 1;
    if (this.#turns % 7 === 0) {
      this.#askedFor = 'delete';
      assert.equal((await store.delete(session.id)).state, 'active');
      this.#gone.push(session.id);
      this.#session = undefined;
      return;
    }
    const found = await this.#changed(store, session);
    assert.equal(found.state, 'active');
    if (found.session.id !== session.id) this.#gone.push(session.id);
    this.#session = found.session;
  }

  #changed(store: StoreProcess, { id, userId }: Session): Promise<StoreLookup | SignInLookup | RenewalLookup> {
    if (userId === undefined && this.#turns % 3 === 0) {
      this.#askedFor = 'signIn';
      return store.signIn(id, { userId: this.#userId, timeouts: NEW.timeouts });
    }
    this.#askedFor = this.#turns % 5 === 0 ? 'rotate' : 'touch';
    return this.#askedFor === 'rotate' ? store.rotate(id) : store.touch(id);
  }

  /** Whether the user has a session with the handle. */
  async #hasUser(store: SessionStore, handle: string): Promise<boolean> {
    const { sessions, total } = await store.list({ userId: this.#userId, limit: 1000 });
    assert.equal(sessions.length, total);
    return sessions.some((session) => session.handle === handle);
  }
}
