import type { SessionLookup } from '../domain/session.js';
import type { SessionEvents } from '../events/session-events.js';
import type { OnReuse } from '../options/sessions-options.js';
import type { SessionStore } from '../stores/session-store.js';
import { revokeAll } from './revoke-all.js';

export type EndedLookup = Extract<SessionLookup, { state: 'ended' }>;

/** A request that was under way during a rotation may use the old id this long after its grace. It is no sign of theft. */
const UNDER_WAY_MS = 10_000;
/** A session is reported once in this time, so that whoever has an old id can't cause a flood of events. */
const REPORTED_EVERY_MS = 60_000;
/** For so many sessions the last report is kept. */
const MOST_REPORTED = 1000;

const CAUSE = { reason: 'reused' } as const;

/** Reports an id that is used although a rotation has replaced it: somebody may have stolen it. Revokes if the application says so. */
export class Reuse {
  /** By handle, when each session was last reported, oldest first. */
  readonly #reported = new Map<string, number>();

  constructor(
    private readonly store: SessionStore,
    private readonly events: SessionEvents,
    private readonly onReuse: OnReuse,
  ) {}

  /** Takes the answer for a replaced id whose session is still active. Throws `StoreUnavailableError`. */
  async noticed({ endedAt, userId, handle, asOf }: EndedLookup): Promise<void> {
    if (asOf < endedAt + UNDER_WAY_MS || !this.#isNew(handle, asOf)) return;
    this.events.publish({ type: 'reused', at: asOf, userId, handle });
    try {
      await this.#revoke(userId, handle);
    } catch (error) {
      // The next use must try again.
      this.#reported.delete(handle);
      throw error;
    }
  }

  async #revoke(userId: string, handle: string): Promise<void> {
    if (this.onReuse === 'revoke-user') await revokeAll(this.store, this.events, userId, CAUSE);
    if (this.onReuse !== 'revoke-session') return;
    const found = await this.store.deleteByHandle(userId, handle, CAUSE);
    if (found.state === 'active') this.events.deleted(found.session, found.asOf, CAUSE);
    if (found.state === 'quarantined') this.events.quarantined([found.record]);
  }

  #isNew(handle: string, now: number): boolean {
    const last = this.#reported.get(handle);
    if (last !== undefined && now < last + REPORTED_EVERY_MS) return false;
    this.#reported.delete(handle);
    this.#reported.set(handle, now);
    const [oldest] = this.#reported.keys();
    if (this.#reported.size > MOST_REPORTED && oldest !== undefined) this.#reported.delete(oldest);
    return true;
  }
}
