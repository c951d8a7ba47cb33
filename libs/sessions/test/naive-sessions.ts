import type { EndCause, OnReuse, Timeouts } from '../src/index.js';

/** How long an ending is remembered. */
const REMEMBERED_MS = 60 * 60_000;

interface NaiveEnding {
  readonly reason: string;
  readonly by?: string | undefined;
  readonly endedAt: number;
  readonly userId: string | undefined;
  readonly until: number;
}

export interface NaiveSession extends Timeouts {
  id: string;
  readonly handle: string;
  readonly userId: string | undefined;
  metadata: Readonly<Record<string, number>>;
  readonly createdAt: number;
  authenticatedAt: number | undefined;
  lastActivityAt: number;
  lastRenewedAt: number;
  renewalCount: number;
  idleTimeoutMs: number;
  absoluteTimeoutMs: number;
  warningThresholdMs: number;
  autoRenew: boolean;
  announced: boolean;
  /** Earlier ids of the session. Each still finds it until the given instant. */
  former: readonly { readonly id: string; readonly until: number }[];
}

/** What is given when a session is created. */
export type NaiveCreation = Pick<NaiveSession, 'id' | 'handle' | 'userId'> & {
  readonly timeouts: Timeouts;
  readonly authenticated?: boolean;
};

/**
 * A naive model of sessions: a plain list that every question walks. It repeats all rules, and tests compare stores
 * with it.
 */
export class NaiveSessions {
  /** What the application does about an id that is used again. */
  onReuse: OnReuse = 'report';
  readonly kept: NaiveSession[] = [];
  /** The expected events, as `type id`. */
  readonly events: string[] = [];
  quarantined = 0;
  private readonly endings = new Map<string, NaiveEnding>();
  private readonly replaced = new Map<
    string,
    {
      readonly session: NaiveSession;
      readonly endedAt: number;
      readonly until: number;
      readonly reportedAt: Map<string, number>;
    }
  >();

  /** Ends the oldest active sessions of a user until fewer than `most` are left. */
  makeRoom(userId: string | undefined, most: number, now: number): void {
    const active = this.list(now, userId);
    for (const id of active.slice(0, Math.max(0, active.length - most + 1))) this.end(id, 'evicted', now);
  }

  create({ id, handle, userId, timeouts, authenticated = userId !== undefined }: NaiveCreation, now: number): void {
    const times = { createdAt: now, lastActivityAt: now, lastRenewedAt: now };
    this.kept.push({
      id,
      handle,
      userId,
      authenticatedAt: authenticated ? now : undefined,
      ...times,
      ...timeouts,
      metadata: {},
      renewalCount: 0,
      announced: false,
      former: [],
    });
    this.events.push(`created ${id}`);
  }

  /** Ends the session of an id, and begins one of the user with the same handle and metadata. */
  signIn(id: string, next: NaiveCreation, max: number | undefined, now: number): void {
    const session = this.active(id, now);
    if (session === undefined) return;
    this.remember(session, { reason: 'signed-in', endedAt: now }, now);
    this.forget(session.id);
    if (max !== undefined) this.makeRoom(next.userId, max, now);
    this.create(next, now);
    const created = this.kept.at(-1);
    if (created) created.metadata = session.metadata;
    this.events.splice(this.events.lastIndexOf(`created ${next.id}`), 1, `signed-in ${next.id}`);
  }

  endOf(session: NaiveSession): number {
    return Math.min(session.lastRenewedAt + session.idleTimeoutMs, session.createdAt + session.absoluteTimeoutMs);
  }

  /** What a store answers for an id, without the session. */
  answer(id: string, now: number): object {
    const session = this.find(id, now);
    if (session === undefined) return this.answerForEnded(id, now);
    if (now < this.endOf(session)) return { state: 'active', asOf: now };
    return { state: 'expired', reason: this.reasonOf(session), expiredAt: this.endOf(session), asOf: now };
  }

  touch(id: string, now: number): void {
    const session = this.active(id, now);
    if (session === undefined) return;
    if (now > session.lastActivityAt) session.lastActivityAt = now;
    if (session.autoRenew) this.renew(id, now);
  }

  renew(id: string, now: number): void {
    const session = this.active(id, now);
    if (session === undefined) return;
    const before = this.endOf(session);
    if (now > session.lastRenewedAt) session.lastRenewedAt = now;
    if (this.endOf(session) === before) return;
    session.renewalCount += 1;
    session.announced = false;
    this.events.push(`renewed ${id}`);
  }

  /** Changes timeouts. Returns whether they agree with each other. */
  updateTimeouts(id: string, changes: Partial<Timeouts>, now: number): boolean {
    const session = this.active(id, now);
    if (session === undefined) return true;
    const next = { ...session, ...changes };
    if (next.warningThresholdMs > next.idleTimeoutMs || next.idleTimeoutMs > next.absoluteTimeoutMs) return false;
    const moved =
      this.endOf(next) !== this.endOf(session) ||
      this.endOf(next) - next.warningThresholdMs !== this.endOf(session) - session.warningThresholdMs;
    Object.assign(session, changes);
    if (moved) session.announced = false;
    return true;
  }

  delete(id: string, cause: EndCause, now: number): void {
    const session = this.active(id, now);
    if (session === undefined) return;
    this.remember(session, { reason: cause.reason ?? 'deleted', by: cause.by, endedAt: now }, now);
    this.forget(session.id);
    this.events.push(`deleted ${id}`);
  }

  deleteByHandle(userId: string, handle: string, now: number): void {
    const session = this.kept.find((one) => one.userId === userId && one.handle === handle);
    if (session !== undefined) this.delete(session.id, {}, now);
  }

  revokeByUser(userId: string, except: string | undefined, now: number): number {
    const spared = except === undefined ? undefined : this.find(except, now)?.id;
    const ended = this.list(now, userId).filter((id) => id !== spared);
    for (const id of ended) this.end(id, 'revoked', now);
    return ended.length;
  }

  rotate(id: string, next: string, graceMs: number, now: number): void {
    const session = this.active(id, now);
    if (session === undefined) return;
    const endedAt = now + graceMs;
    session.former = [...session.former, { id: session.id, until: endedAt }];
    this.replaced.set(session.id, { session, endedAt, until: now + REMEMBERED_MS, reportedAt: new Map() });
    session.id = next;
    this.events.push(`rotated ${next}`);
  }

  authenticated(id: string, now: number): void {
    const session = this.active(id, now);
    if (session !== undefined) session.authenticatedAt = now;
  }

  updateMetadata(id: string, key: string, value: number, now: number): void {
    const session = this.active(id, now);
    if (session !== undefined) session.metadata = { ...session.metadata, [key]: value };
  }

  /** Somebody uses an id. Ten seconds after its grace, each instance reports a replaced id, once a minute. */
  use(id: string, instance: string, now: number): void {
    const replaced = this.replaced.get(id);
    const answer: object = this.answer(id, now);
    if (replaced === undefined || !('reason' in answer) || answer.reason !== 'rotated') return;
    const { session, endedAt, reportedAt } = replaced;
    if (now < endedAt + 10_000 || now < (reportedAt.get(instance) ?? -Infinity) + 60_000) return;
    reportedAt.set(instance, now);
    this.events.push(`reused ${id}`);
    const all = this.kept.filter((one) => now < this.endOf(one) && one.userId === session.userId);
    const whole = this.onReuse === 'revoke-user' && session.userId !== undefined;
    const ended = this.onReuse === 'report' ? [] : whole ? all : [session];
    for (const one of ended) {
      // The answer of `delete` has the id that it was called with.
      const shown = whole ? one.id : id;
      this.remember(one, { reason: 'reused', endedAt: now }, now);
      this.forget(one.id);
      this.events.push(`deleted ${shown}`);
    }
  }

  quarantine(id: string, now: number): void {
    const session = this.find(id, now);
    if (session === undefined) return;
    this.forget(session.id);
    this.quarantined += 1;
    this.events.push(`quarantined ${session.id}`);
  }

  /** The session with an id, which may be its current id or an earlier id. */
  find(id: string, now: number): NaiveSession | undefined {
    return this.kept.find(
      (one) => one.id === id || one.former.some((former) => former.id === id && now < former.until),
    );
  }

  sweep(now: number): void {
    for (const session of this.kept.filter((one) => now >= this.endOf(one))) {
      this.remember(session, { reason: this.reasonOf(session), endedAt: this.endOf(session) }, now);
      this.forget(session.id);
      this.events.push(`expired ${session.id}`);
    }
    for (const session of this.kept) {
      if (session.announced || now < this.endOf(session) - session.warningThresholdMs) continue;
      session.announced = true;
      this.events.push(`expiring ${session.id}`);
    }
  }

  list(now: number, userId?: string): string[] {
    const active = this.kept.filter((one) => now < this.endOf(one));
    return active.filter((one) => userId === undefined || one.userId === userId).map(({ id }) => id);
  }

  counts(now: number): { active: number; expiringSoon: number; expired: number; quarantined: number } {
    const active = this.kept.filter((one) => now < this.endOf(one));
    const soon = active.filter((one) => now >= this.endOf(one) - one.warningThresholdMs);
    const expired = this.kept.length - active.length;
    return { active: active.length, expiringSoon: soon.length, expired, quarantined: this.quarantined };
  }

  private active(id: string, now: number): NaiveSession | undefined {
    const session = this.find(id, now);
    return session !== undefined && now < this.endOf(session) ? session : undefined;
  }

  private reasonOf(session: NaiveSession): 'idle' | 'absolute' {
    return this.endOf(session) === session.createdAt + session.absoluteTimeoutMs ? 'absolute' : 'idle';
  }

  private answerForEnded(id: string, now: number): object {
    const replaced = this.replaced.get(id);
    if (replaced !== undefined) {
      const { session, endedAt, until } = replaced;
      if (now >= until) return { state: 'unknown' };
      const answer = this.answer(session.id, now);
      const { userId, handle } = session;
      const rotated = { state: 'ended', reason: 'rotated', endedAt, userId, handle, asOf: now };
      return 'state' in answer && answer.state === 'active' ? rotated : answer;
    }
    const ending = this.endings.get(id);
    if (ending === undefined || now >= ending.until) return { state: 'unknown' };
    const { reason, by, endedAt, userId } = ending;
    if (reason === 'idle' || reason === 'absolute') return { state: 'expired', reason, expiredAt: endedAt, asOf: now };
    return { state: 'ended', reason, ...(by !== undefined && { by }), endedAt, userId, asOf: now };
  }

  private remember({ id, userId }: NaiveSession, how: Omit<NaiveEnding, 'userId' | 'until'>, now: number): void {
    this.endings.set(id, { ...how, userId, until: now + REMEMBERED_MS });
  }

  private end(id: string, how: 'evicted' | 'revoked', now: number): void {
    const session = this.kept.find((one) => one.id === id);
    if (session) this.remember(session, { reason: how, endedAt: now }, now);
    this.forget(id);
    this.events.push(`${how === 'revoked' ? 'deleted' : how} ${id}`);
  }

  private forget(id: string): void {
    this.kept.splice(
      this.kept.findIndex((one) => one.id === id),
      1,
    );
  }
}
