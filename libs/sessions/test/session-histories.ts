import assert from 'node:assert/strict';
import { expect } from '@jest/globals';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import type { Session, SessionStore, Timeouts } from '../src/index.js';
import { Fingerprint } from '../src/domain/fingerprint.js';
import type { UserLimit } from '../src/domain/session.js';
import { resolveOptions } from '../src/options/resolve-options.js';
import { SessionEvents } from '../src/events/session-events.js';
import { SessionsService } from '../src/service/sessions.service.js';
import { runSweep } from '../src/sweeper/sweep-run.js';
import { FakeClock, type StoreUnderTest } from '../src/testing/index.js';
import { NaiveSessions } from './naive-sessions.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const timeouts: fc.Arbitrary<Timeouts> = fc
  .record({
    idleTimeoutMs: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(5 * MINUTE, 30 * MINUTE, 60 * MINUTE)),
    extra: fc.oneof(fc.constantFrom(0, 1, 40 * MINUTE, DAY), fc.integer({ min: 0, max: 30 })),
    share: fc.constantFrom(0, 0.1, 0.5, 1),
    autoRenew: fc.boolean(),
  })
  .map(({ idleTimeoutMs, extra, share, autoRenew }) => ({
    idleTimeoutMs,
    absoluteTimeoutMs: idleTimeoutMs + extra,
    warningThresholdMs: Math.floor(idleTimeoutMs * share),
    autoRenew,
  }));

const changes = fc.record(
  {
    idleTimeoutMs: fc.constantFrom(1, 10, 5 * MINUTE, 45 * MINUTE),
    absoluteTimeoutMs: fc.constantFrom(10, 30 * MINUTE, 3 * DAY),
    warningThresholdMs: fc.constantFrom(0, 1, MINUTE, 30 * MINUTE),
    autoRenew: fc.boolean(),
  },
  { requiredKeys: [] },
);

const limit: fc.Arbitrary<UserLimit | undefined> = fc.option(
  fc.record({ max: fc.integer({ min: 1, max: 4 }), policy: fc.constantFrom('reject', 'evict-oldest') }),
  { nil: undefined },
);

const which = fc.nat();
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('create' as const), user: fc.nat(3), timeouts, limit }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('touch' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('renew' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('updateTimeouts' as const), which, changes }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('rotate' as const), which, graceMs: fc.constantFrom(0, 10, MINUTE) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('patch' as const),
      which,
      key: fc.constantFrom('a', 'b'),
      value: fc.nat(9),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), user: fc.nat(3), which: fc.option(which) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('corrupt' as const), which }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sweep' as const), batch: fc.integer({ min: 1, max: 5 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom(MINUTE, 5 * MINUTE, 25 * MINUTE, DAY, 3 * DAY)),
    }),
  },
);

export interface HistoryRuns {
  /** How many histories, and how many steps each at most. */
  readonly runs: number;
  readonly steps: number;
}

/**
 * Drives a store, through the service and the sweeper, along random histories beside sessions in a plain list, and
 * compares after every step: the answer, every session, the counts, all pages, and the events so far.
 */
export async function followHistories(
  open: (clock: FakeClock) => StoreUnderTest | Promise<StoreUnderTest>,
  { runs, steps }: HistoryRuns,
): Promise<void> {
  Logger.overrideLogger(false);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: steps, size: 'max' }), async (history) => {
      const clock = new FakeClock();
      const subject = await open(clock);
      const walk = new Walk(clock, subject);
      try {
        for (const one of history) await walk.take(one);
      } finally {
        await subject.store.close();
      }
    }),
    { numRuns: runs },
  );
}

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Walk {
  private readonly naive = new NaiveSessions();
  private readonly ids: string[] = [];
  private readonly seen: string[] = [];
  private readonly events = new SessionEvents();
  private readonly services = new Map<string | undefined, SessionsService>();
  private readonly store: SessionStore;
  private readonly sessions: SessionsService;

  constructor(
    private readonly clock: FakeClock,
    private readonly subject: StoreUnderTest,
  ) {
    this.store = subject.store;
    this.sessions = this.serviceWith(undefined);
    this.sessions.events$.subscribe((event) => {
      this.seen.push(`${event.type} ${'session' in event ? event.session.id : event.record.id}`);
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
    if (one.do === 'revoke') {
      const userId = `user-${String(one.user)}`;
      const except = one.which === null ? undefined : this.ids[one.which % Math.max(1, this.ids.length)];
      expect(await this.sessions.revokeByUser(userId, { except })).toBe(this.naive.revokeByUser(userId, except, now));
      return;
    }
    const id = this.ids[one.which % Math.max(1, this.ids.length)];
    if (id === undefined) return;
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
        await this.sessions.delete(id);
        this.naive.delete(id, now);
        break;
      case 'patch':
        await this.sessions.updateMetadata(id, { [one.key]: one.value });
        this.naive.updateMetadata(id, one.key, one.value, now);
        break;
      case 'rotate': {
        const found = await this.sessions.rotate(id, { grace: one.graceMs });
        if (found.state !== 'active') break;
        this.naive.rotate(id, found.session.id, one.graceMs, now);
        this.ids.push(found.session.id);
        break;
      }
      case 'corrupt': {
        // The record stands under the id that the session has now.
        const current = this.naive.find(id, now)?.id ?? id;
        await this.subject.corrupt(current);
        await this.sessions.get(current);
        this.naive.quarantine(current, now);
        break;
      }
      case 'updateTimeouts':
        if (Object.keys(one.changes).length > 0) expect(await this.updateTimeouts(id, one.changes)).toBe(true);
    }
  }

  private async create({ user, timeouts, limit }: Extract<Step, { do: 'create' }>): Promise<void> {
    const userId = `user-${String(user)}`;
    const now = this.clock.now();
    const sessions = this.serviceWith(limit);
    const isFull = limit?.policy === 'reject' && this.naive.list(now, userId).length >= limit.max;
    if (isFull) {
      const refused = sessions.create({ userId, timeouts: asOptions(timeouts) });
      await expect(refused).rejects.toMatchObject({ code: 'SESSION_LIMIT_REACHED' });
      return;
    }
    const { id } = await sessions.create({ userId, timeouts: asOptions(timeouts) });
    if (limit !== undefined) this.naive.makeRoom(userId, limit.max, now);
    this.naive.create(id, userId, timeouts, now);
    this.ids.push(id);
  }

  /** One for each limit, as instances of an application could have. */
  private serviceWith(maxPerUser: UserLimit | undefined): SessionsService {
    const key = JSON.stringify(maxPerUser);
    const known = this.services.get(key);
    if (known) return known;
    const made = new SessionsService(
      this.store,
      resolveOptions({ store: this.store, maxPerUser }),
      this.events,
      new Fingerprint(),
    );
    this.services.set(key, made);
    return made;
  }

  /** Whether store and list agree on the timeouts going together. */
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
      assert.deepEqual(await this.pages(limit, userId), this.naive.list(now, userId).sort());
    }
    assert.deepEqual(this.seen.splice(0).sort(), this.naive.events.splice(0).sort());
  }

  private async compareSession(id: string, now: number): Promise<void> {
    const found = await this.store.get(id);
    assert.equal(found.state, this.naive.state(id, now));
    const expected = this.naive.find(id, now);
    if (expected === undefined) return;
    const expiresAt = this.naive.endOf(expected);
    if (found.state === 'expired') assert.equal(found.expiredAt, expiresAt);
    if (found.state !== 'active') return;
    const { announced, former, ...facts } = expected;
    assert.deepEqual(flat(found.session), { ...facts, id, expiresAt });
  }

  private async pages(limit: number, userId: string | undefined): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.sessions.list({
        limit,
        ...(cursor !== undefined && { cursor }),
        ...(userId !== undefined && { userId }),
      });
      assert.ok(page.sessions.length <= limit);
      ids.push(...page.sessions.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return ids.sort();
  }
}

/** Corrupted records are forgotten as time goes by, which the list does not follow. */
function withoutQuarantined({ active, expiringSoon, expired }: ReturnType<NaiveSessions['counts']>): object {
  return { active, expiringSoon, expired };
}

function asOptions({ idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs, autoRenew }: Partial<Timeouts>): object {
  return {
    ...(idleTimeoutMs !== undefined && { idleTimeout: idleTimeoutMs }),
    ...(absoluteTimeoutMs !== undefined && { absoluteTimeout: absoluteTimeoutMs }),
    ...(warningThresholdMs !== undefined && { warningThreshold: warningThresholdMs }),
    ...(autoRenew !== undefined && { autoRenew }),
  };
}

function flat({ attributes, timeouts: own, warnAt, ...session }: Session): object {
  assert.deepEqual([attributes, warnAt], [{}, session.expiresAt - own.warningThresholdMs]);
  return { ...session, ...own };
}
