import type { SessionLookup } from '../domain/session.js';
import type { SessionEvents } from '../events/session-events.js';
import type { OnReuse } from '../options/sessions-options.js';
import type { SessionStore } from '../stores/session-store.js';
import { revokeAll } from './revoke-all.js';

export type EndedLookup = Extract<SessionLookup, { state: 'ended' }>;

/** A request that was under way during a rotation may use the old id this long after its grace. It is no sign of theft. */
const UNDER_WAY_MS = 10_000;
/** An id is reported once in this time, so that whoever has it can't cause a flood of events. */
const REPORTED_EVERY_MS = 60_000;
/** For so many ids the last report is kept. */
const MOST_REPORTED = 1000;

const CAUSE = { reason: 'reused' } as const;

/** Reports an id that is used although a rotation has replaced it: somebody may have stolen it. Revokes if the application says so. */
export class Reuse {
  /** When each id was last reported, oldest first. */
  readonly #reported = new Map<string, number>();

  constructor(
    private readonly store: SessionStore,
    private readonly events: SessionEvents,
    private readonly onReuse: OnReuse,
  ) {}

  /** Takes a replaced id and its answer. Its session is still active. Throws `StoreUnavailableError`. */
  async noticed(id: string, { endedAt, userId, handle = '', asOf }: EndedLookup): Promise<void> {
    if (asOf < endedAt + UNDER_WAY_MS || !this.#isNew(id, asOf)) return;
    this.events.publish({ type: 'reused', at: asOf, handle, userId, previousId: id });
    try {
      await this.#revoke(id, userId);
    } catch (error) {
      // The next use must try again.
      this.#reported.delete(id);
      throw error;
    }
  }

  async #revoke(id: string, userId: string | undefined): Promise<void> {
    if (this.onReuse === 'report') return;
    if (this.onReuse === 'revoke-user' && userId !== undefined) {
      await revokeAll(this.store, this.events, userId, CAUSE);
      return;
    }
    const found = await this.store.delete(id, CAUSE, { replaced: true });
    if (found.state === 'active') this.events.deleted(found.session, found.asOf, CAUSE);
    if (found.state === 'quarantined') this.events.quarantined([found.record]);
  }

  #isNew(id: string, now: number): boolean {
    const last = this.#reported.get(id);
    if (last !== undefined && now < last + REPORTED_EVERY_MS) return false;
    this.#reported.delete(id);
    this.#reported.set(id, now);
    const [oldest] = this.#reported.keys();
    if (this.#reported.size > MOST_REPORTED && oldest !== undefined) this.#reported.delete(oldest);
    return true;
  }
}
