import assert from 'node:assert/strict';
import { expect } from '@jest/globals';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import type { OnReuse, Session, SessionStore, Timeouts } from '../src/index.js';
import type { UserLimit } from '../src/domain/session.js';
import { resolveOptions } from '../src/options/resolve-options.js';
import { SessionEvents } from '../src/events/session-events.js';
import { SessionsService } from '../src/service/sessions.service.js';
import { runSweep } from '../src/sweeper/sweep-run.js';
import { FakeClock, type DamageableStore, type StoreUnderTest } from '../src/testing/index.js';
import { NaiveSessions } from './naive-sessions.js';
import { asOptions, onReuse, step, type Step } from './session-steps.js';

export interface HistoryRuns {
  /** The number of histories, and the most steps in each. */
  readonly runs: number;
  readonly steps: number;
}

/** A store whose records can be damaged, or a store that quarantines only sessions that the caller names. */
type Opened = StoreUnderTest | DamageableStore;

/**
 * Runs random histories on a store, through the service and the sweeper, and on the naive model. After every step it
 * compares the answer, every session, the counts, all pages, and the events so far.
 */
export async function followHistories(
  open: (clock: FakeClock) => Opened | Promise<Opened>,
  { runs, steps }: HistoryRuns,
): Promise<void> {
  Logger.overrideLogger(false);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: steps, size: 'max' }), onReuse, async (history, policy) => {
      const clock = new FakeClock();
      const subject = await open(clock);
      const walk = new Walk(clock, subject, policy);
      try {
        for (const one of history) await walk.take(one);
      } finally {
        await subject.store.close();
      }
    }),
    { numRuns: runs },
  );
}

class Walk {
  private readonly naive = new NaiveSessions();
  private readonly ids: string[] = [];
  private readonly handles = new Map<string, string>();
  private readonly seen: string[] = [];
  private readonly events = new SessionEvents();
  private readonly services = new Map<string, SessionsService>();
  private readonly store: SessionStore;
  private readonly sessions: SessionsService;

  constructor(
    private readonly clock: FakeClock,
    private readonly subject: Opened,
    private readonly onReuse: OnReuse,
  ) {
    this.naive.onReuse = onReuse;
    this.store = subject.store;
    this.sessions = this.serviceWith(undefined);
    this.sessions.events$.subscribe((event) => {
      if (event.type === 'reused') this.seen.push(`reused ${event.previousId}`);
      else this.seen.push(`${event.type} ${'session' in event ? event.session.id : event.record.id}`);
    });
  }

  async take(one: Step): Promise<void> {
    await this.act(one);
    await this.compare();
  }

  private async act(one: Step): Promise<void> {
    const now = this.clock.now();
    if (one.do === 'wait') {
      this.clock.advance(one.ms);
      return;
    }
    if (one.do === 'sweep') {
      const run = await runSweep(this.store, this.events, one.batch);
      expect(run.failure).toBeUndefined();
      this.naive.sweep(now);
      return;
    }
    if (one.do === 'create') return this.create(one);
    if (one.do === 'createGuest') {
      const { id, handle, userId } = await this.sessions.createGuest({ timeouts: asOptions(one.timeouts) });
      this.naive.create({ id, handle, userId, timeouts: one.timeouts }, now);
      this.handles.set(id, handle);
      this.ids.push(id);
      return;
    }
    if (one.do === 'revoke') {
      const userId = `user-${String(one.user)}`;
      const except = one.which === null ? undefined : this.ids[one.which % Math.max(1, this.ids.length)];
      expect(await this.sessions.revokeByUser(userId, { except })).toBe(this.naive.revokeByUser(userId, except, now));
      return;
    }
    const id = this.ids[one.which % Math.max(1, this.ids.length)];
    if (id === undefined) return;
    if (isUse(one)) this.naive.use(id, instanceOf('limit' in one ? one.limit : undefined), now);
    switch (one.do) {
      case 'touch':
        await this.sessions.touch(id);
        this.naive.touch(id, now);
        break;
      case 'renew':
        await this.sessions.renew(id);
        this.naive.renew(id, now);
        break;
      case 'delete':
        await this.sessions.delete(id, one.cause);
        this.naive.delete(id, one.cause, now);
        break;
      case 'deleteByHandle': {
        const [userId, handle] = [`user-${String(one.user)}`, this.handles.get(id) ?? ''];
        await this.sessions.deleteByHandle(userId, handle);
        this.naive.deleteByHandle(userId, handle, now);
        break;
      }
      case 'updateMetadata':
        await this.sessions.updateMetadata(id, { [one.key]: one.value });
        this.naive.updateMetadata(id, one.key, one.value, now);
        break;
      case 'rotate': {
        const found = await this.sessions.rotate(id, { grace: one.graceMs });
        if (found.state !== 'active') break;
        this.naive.rotate(id, found.session.id, one.graceMs, now);
        this.ids.push(found.session.id);
        this.handles.set(found.session.id, found.session.handle);
        break;
      }
      case 'authenticated': {
        const isGuest = (await this.sessions.authenticated(id).catch(() => 'guest')) === 'guest';
        if (!isGuest) this.naive.authenticated(id, now);
        break;
      }
      case 'signIn':
        await this.signIn(id, one);
        break;
      case 'corrupt': {
        // The record is stored under the session's current id.
        const current = this.naive.find(id, now)?.id ?? id;
        await this.quarantine(current);
        this.naive.quarantine(current, now);
        break;
      }
      case 'updateTimeouts':
        if (Object.keys(one.changes).length > 0) expect(await this.updateTimeouts(id, one.changes)).toBe(true);
    }
  }

  /** Damages the record of a session and reads it. If records can't be damaged, quarantines the session instead. */
  private async quarantine(id: string): Promise<void> {
    if ('corrupt' in this.subject) {
      await this.subject.corrupt(id);
      await this.sessions.get(id);
      return;
    }
    const found = await this.store.quarantine(id, 'metadata does not fit');
    if (found.state === 'quarantined') this.events.quarantined([found.record]);
  }

  private async create({ user, timeouts, limit, authenticated }: Extract<Step, { do: 'create' }>): Promise<void> {
    const userId = `user-${String(user)}`;
    const now = this.clock.now();
    const sessions = this.serviceWith(limit);
    const isFull = limit?.policy === 'reject' && this.naive.list(now, userId).length >= limit.max;
    if (isFull) {
      const refused = sessions.create({ userId, timeouts: asOptions(timeouts) });
      await expect(refused).rejects.toMatchObject({ code: 'SESSION_LIMIT_REACHED' });
      return;
    }
    const { id, handle } = await sessions.create({ userId, authenticated, timeouts: asOptions(timeouts) });
    if (limit !== undefined) this.naive.makeRoom(userId, limit.max, now);
    this.naive.create({ id, handle, userId, timeouts, authenticated }, now);
    this.handles.set(id, handle);
    this.ids.push(id);
  }

  private async signIn(id: string, { user, timeouts, limit }: Extract<Step, { do: 'signIn' }>): Promise<void> {
    const userId = `user-${String(user)}`;
    const now = this.clock.now();
    const before = this.naive.find(id, now);
    const signedIn = this.serviceWith(limit).signIn(id, userId, { timeouts: asOptions(timeouts) });
    if (before !== undefined && now < this.naive.endOf(before)) {
      const others = this.naive.list(now, userId).filter((one) => one !== before.id);
      const isForeign = before.userId !== undefined && before.userId !== userId;
      const isFull = limit?.policy === 'reject' && others.length >= limit.max;
      if (isForeign || isFull) {
        const code = isForeign ? 'SESSION_OF_ANOTHER_USER' : 'SESSION_LIMIT_REACHED';
        await expect(signedIn).rejects.toMatchObject({ code });
        return;
      }
    }
    const found = await signedIn;
    if (found.state !== 'active') return;
    const { id: next, handle } = found.session;
    assert.equal(handle, before?.handle);
    this.naive.signIn(id, { id: next, handle, userId, timeouts }, limit?.max, now);
    this.handles.set(next, handle);
    this.ids.push(next);
  }

  /** Returns a service for each limit, as several instances of an application could have. */
  private serviceWith(maxPerUser: UserLimit | undefined): SessionsService {
    const key = instanceOf(maxPerUser);
    const known = this.services.get(key);
    if (known) return known;
    const made = new SessionsService(
      this.store,
      resolveOptions({ store: this.store, maxPerUser, onReuse: this.onReuse }),
      this.events,
    );
    this.services.set(key, made);
    return made;
  }

  /** Whether the store and the model agree that the timeouts are valid. */
  private async updateTimeouts(id: string, changes: Partial<Timeouts>): Promise<boolean> {
    const accepted = this.naive.updateTimeouts(id, changes, this.clock.now());
    return this.sessions.updateTimeouts(id, asOptions(changes)).then(
      () => accepted,
      () => !accepted,
    );
  }

  private async compare(): Promise<void> {
    const now = this.clock.now();
    const { active, expiringSoon, expired, quarantined, asOf } = await this.store.counts();
    assert.deepEqual(
      { active, expiringSoon, expired, asOf },
      { ...withoutQuarantined(this.naive.counts(now)), asOf: now },
    );
    assert.ok(quarantined <= this.naive.quarantined);
    for (const id of this.ids) await this.compareSession(id, now);
    for (const userId of [undefined, 'user-0', 'user-1']) {
      const limit = 1 + (this.ids.length % 7);
      const expected = this.naive.list(now, userId).sort();
      assert.deepEqual(await this.pages(limit, userId, expected.length), expected);
    }
    assert.deepEqual(this.seen.splice(0).sort(), this.naive.events.splice(0).sort());
  }

  private async compareSession(id: string, now: number): Promise<void> {
    const found = await this.store.get(id);
    const { session, ...answer } = 'session' in found ? found : { ...found, session: undefined };
    assert.deepEqual(answer, this.naive.answer(id, now));
    const expected = this.naive.find(id, now);
    if (expected === undefined || session === undefined) return;
    const expiresAt = this.naive.endOf(expected);
    const { announced, former, ...facts } = expected;
    assert.deepEqual(flat(session), { ...facts, id, expiresAt });
  }

  /** All pages, as ids. Each page must report `total`. */
  private async pages(limit: number, userId: string | undefined, total: number): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.sessions.list({
        limit,
        ...(cursor !== undefined && { cursor }),
        ...(userId !== undefined && { userId }),
      });
      assert.ok(page.sessions.length <= limit);
      assert.equal(page.total, total);
      ids.push(...page.sessions.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return ids.sort();
  }
}

/** Each limit has a service of its own, as each instance of an application has. */
function instanceOf(limit: UserLimit | undefined): string {
  return JSON.stringify({ limit });
}

/** Whether a step passes the id of a session to the service. */
function isUse(one: Step): boolean {
  if (one.do === 'updateTimeouts') return Object.keys(one.changes).length > 0;
  return ['touch', 'renew', 'delete', 'updateMetadata', 'rotate', 'signIn', 'authenticated'].includes(one.do);
}

/** The store deletes corrupted records over time, but the model does not. */
function withoutQuarantined({ active, expiringSoon, expired }: ReturnType<NaiveSessions['counts']>): object {
  return { active, expiringSoon, expired };
}

function flat({ attributes, timeouts: own, warnAt, ...session }: Session): object {
  assert.deepEqual([attributes, warnAt], [{}, session.expiresAt - own.warningThresholdMs]);
  return { ...session, ...own };
}
