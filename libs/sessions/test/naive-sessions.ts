import type { Timeouts } from '../src/index.js';

export interface NaiveSession extends Timeouts {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number;
  lastActivityAt: number;
  lastRenewedAt: number;
  renewalCount: number;
  idleTimeoutMs: number;
  absoluteTimeoutMs: number;
  warningThresholdMs: number;
  autoRenew: boolean;
  announced: boolean;
}

/** Sessions in a plain list that every question walks, by rules written out once more: what stores are held against. */
export class NaiveSessions {
  readonly kept: NaiveSession[] = [];
  /** What should have been announced, as `type id`. */
  readonly events: string[] = [];
  invalid = 0;

  create(id: string, userId: string, timeouts: Timeouts, now: number): void {
    const times = { createdAt: now, lastActivityAt: now, lastRenewedAt: now };
    this.kept.push({ id, userId, ...times, ...timeouts, renewalCount: 0, announced: false });
    this.events.push(`created ${id}`);
  }

  end(session: NaiveSession): number {
    return Math.min(session.lastRenewedAt + session.idleTimeoutMs, session.createdAt + session.absoluteTimeoutMs);
  }

  state(id: string, now: number): 'active' | 'expired' | 'unknown' {
    const session = this.kept.find((one) => one.id === id);
    if (session === undefined) return 'unknown';
    return now < this.end(session) ? 'active' : 'expired';
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
    const before = this.end(session);
    if (now > session.lastRenewedAt) session.lastRenewedAt = now;
    if (this.end(session) === before) return;
    session.renewalCount += 1;
    session.announced = false;
    this.events.push(`renewed ${id}`);
  }

  /** Whether the timeouts went together. */
  retime(id: string, changes: Partial<Timeouts>, now: number): boolean {
    const session = this.active(id, now);
    if (session === undefined) return true;
    const next = { ...session, ...changes };
    if (next.warningThresholdMs > next.idleTimeoutMs || next.idleTimeoutMs > next.absoluteTimeoutMs) return false;
    const moved =
      this.end(next) !== this.end(session) ||
      this.end(next) - next.warningThresholdMs !== this.end(session) - session.warningThresholdMs;
    Object.assign(session, changes);
    if (moved) session.announced = false;
    return true;
  }

  delete(id: string, now: number): void {
    if (this.active(id, now) === undefined) return;
    this.forget(id);
    this.events.push(`deleted ${id}`);
  }

  quarantine(id: string): void {
    if (!this.kept.some((one) => one.id === id)) return;
    this.forget(id);
    this.invalid += 1;
    this.events.push(`quarantined ${id}`);
  }

  sweep(now: number): void {
    for (const session of this.kept.filter((one) => now >= this.end(one))) {
      this.forget(session.id);
      this.events.push(`expired ${session.id}`);
    }
    for (const session of this.kept) {
      if (session.announced || now < this.end(session) - session.warningThresholdMs) continue;
      session.announced = true;
      this.events.push(`expiring ${session.id}`);
    }
  }

  list(now: number, userId?: string): string[] {
    const active = this.kept.filter((one) => now < this.end(one));
    return active.filter((one) => userId === undefined || one.userId === userId).map(({ id }) => id);
  }

  counts(now: number): { active: number; expiringSoon: number; expired: number; invalid: number } {
    const active = this.kept.filter((one) => now < this.end(one));
    const soon = active.filter((one) => now >= this.end(one) - one.warningThresholdMs);
    const expired = this.kept.length - active.length;
    return { active: active.length, expiringSoon: soon.length, expired, invalid: this.invalid };
  }

  private active(id: string, now: number): NaiveSession | undefined {
    return this.kept.find((one) => one.id === id && now < this.end(one));
  }

  private forget(id: string): void {
    this.kept.splice(
      this.kept.findIndex((one) => one.id === id),
      1,
    );
  }
}
