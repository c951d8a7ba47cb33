import { Injectable } from '@nestjs/common';
import { OnSessionEvent, type SessionEventOf } from 'nest-sessions';

type Ending = SessionEventOf<'expired' | 'deleted' | 'evicted'>;

/** The reason of endings when a customer leaves. */
export const ERASED = 'account erased';

export interface AuditEntry {
  readonly at: number;
  readonly kind: string;
  /** Absent for a guest. */
  readonly user: string | undefined;
  readonly what: string;
  /** Who did it. */
  readonly by?: string;
}

/** Who ended whose session, and why. A real application writes this to its database. */
@Injectable()
export class Audit {
  readonly #entries = new Map<string, AuditEntry>();

  /** With Redis, one instance gets each ending, and gets it again after a failure. */
  @OnSessionEvent(['expired', 'deleted', 'evicted'], { kind: ['default', 'staff'], group: 'audit' })
  ended(event: Ending, { id }: { id: string }): void {
    const by = 'by' in event ? { by: event.by } : {};
    const { at, kind, session } = event;
    if (event.reason === ERASED) return;
    this.#entries.set(id, { at, kind, user: session.userId, what: event.reason, ...by });
  }

  @OnSessionEvent('signed-in')
  signedIn({ at, kind, session }: SessionEventOf<'signed-in'>, { id }: { id: string }): void {
    this.#entries.set(id, { at, kind, user: session.userId, what: 'logged in' });
  }

  @OnSessionEvent('reused')
  reused({ at, kind, userId: user }: SessionEventOf<'reused'>, { id }: { id: string }): void {
    this.#entries.set(id, { at, kind, user, what: 'used after its id was replaced' });
  }

  @OnSessionEvent('mismatched')
  mismatched({ at, kind, session }: SessionEventOf<'mismatched'>, { id }: { id: string }): void {
    this.#entries.set(id, { at, kind, user: session.userId, what: 'used by another browser' });
  }

  get entries(): readonly AuditEntry[] {
    return [...this.#entries.values()];
  }

  /** Removes the entries of a person who has left, on every instance. */
  @OnSessionEvent('deleted', { everyInstance: true })
  erased({ reason, session: { userId: user } }: SessionEventOf<'deleted'>): void {
    if (reason !== ERASED) return;
    for (const [id, entry] of this.#entries) if (entry.user === user) this.#entries.delete(id);
  }
}
