import assert from 'node:assert/strict';
import type { NewSession, Session, SessionCounts } from '../../domain/session.js';
import type { Timeouts } from '../../domain/timeouts.js';
import type { SessionStore, StoreLookup } from '../../stores/session-store.js';
import type { FakeClock } from '../fake-clock.js';

export type ContractBody = (subject: Subject) => Promise<void>;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Idle timeout half an hour, absolute timeout two hours, warning threshold five minutes. */
export const TIMEOUTS: Timeouts = {
  idleTimeoutMs: 30 * MINUTE,
  absoluteTimeoutMs: 2 * HOUR,
  warningThresholdMs: 5 * MINUTE,
  autoRenew: true,
};

/** The store of a case, with helpers that many cases use. */
export class Subject {
  constructor(
    readonly store: SessionStore,
    readonly clock: FakeClock,
  ) {}

  async create(timeouts: Partial<Timeouts> = {}, input: Partial<NewSession> = {}): Promise<Session> {
    const created = await this.store.create({
      userId: 'ada',
      attributes: {},
      metadata: {},
      ...input,
      timeouts: { ...TIMEOUTS, ...timeouts },
    });
    return created.session;
  }

  async createMany(count: number, input: Partial<NewSession> = {}): Promise<Session[]> {
    const sessions: Session[] = [];
    for (let made = 0; made < count; made += 1) sessions.push(await this.create({}, input));
    return sessions;
  }

  /** The session, which must be active. */
  async active(id: string): Promise<Session> {
    return activeIn(await this.store.get(id));
  }

  async state(id: string): Promise<StoreLookup['state']> {
    return (await this.store.get(id)).state;
  }

  /** Checks that an id finds no session any more. A store may remember the end of the session. */
  async isGone(id: string): Promise<void> {
    isGone(await this.store.get(id));
  }

  async counted(expected: Partial<SessionCounts>): Promise<void> {
    const counts = await this.store.counts();
    const asked = Object.fromEntries(Object.entries(counts).filter(([name]) => name in expected));
    assert.deepEqual(asked, expected);
  }

  /** All pages, as ids. */
  async pages(limit: number, userId?: string): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.store.list({
        limit,
        ...(cursor !== undefined && { cursor }),
        ...(userId !== undefined && { userId }),
      });
      assert.ok(page.sessions.length <= limit, 'a page is longer than its limit');
      ids.push(...page.sessions.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return ids;
  }
}

export function activeIn<T extends { readonly state: string }>(found: T): Extract<T, { session: Session }>['session'] {
  assert.equal(found.state, 'active');
  if (!('session' in found)) throw new assert.AssertionError({ message: 'an active answer contains its session' });
  return found.session as Session;
}

export function isGone({ state }: StoreLookup): void {
  assert.ok(['unknown', 'ended', 'expired'].includes(state), `the session is ${state}`);
}

export async function failsWith(code: string, attempt: () => Promise<unknown>): Promise<void> {
  await assert.rejects(attempt, (error: unknown) => error instanceof Error && 'code' in error && error.code === code);
}
