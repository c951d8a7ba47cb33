import { InvalidTimeoutsError } from '../domain/errors.js';
import type { Session, SessionLookup } from '../domain/session.js';
import { completeTimeouts, type Timeouts } from '../domain/timeouts.js';
import type { SessionEvents } from '../events/session-events.js';
import type { MetadataRules } from '../metadata/metadata-rules.js';
import type { ResolvedSessionsOptions, TimeoutOptions } from '../options/sessions-options.js';
import { timeoutChanges } from '../options/timeout-options.js';
import type { CreatedSession, SessionStore } from '../stores/session-store.js';
import { attributesOf, type CreateGuest, type CreateSession } from './create-session.js';
import type { SessionReader } from './session-reader.js';

/** The user of a new session. */
type NewUser = Pick<CreateSession, 'userId' | 'authenticated'>;

/** How sessions begin: they are created, or a user signs in. */
export class SessionCreation<Metadata extends object> {
  constructor(
    private readonly store: SessionStore,
    private readonly options: ResolvedSessionsOptions,
    private readonly rules: MetadataRules,
    private readonly events: SessionEvents,
    private readonly read: SessionReader<Metadata>,
  ) {}

  async create(input: CreateGuest<Metadata>, user?: NewUser): Promise<Session<Metadata>> {
    const timeouts = this.#timeouts(input.timeouts);
    const newSession = {
      userId: user?.userId,
      authenticated: user?.authenticated ?? true,
      attributes: attributesOf(input, this.rules, this.options.guard.binding),
      metadata: this.rules.metadata(input.metadata),
      timeouts,
    };
    const created = await this.#counted(this.store.create(newSession, this.options.maxPerUser));
    this.#madeRoom(created);
    this.events.publish({ type: 'created', at: created.asOf, session: created.session });
    return this.read.own(created.session);
  }

  async signIn(id: string, userId: string, given: TimeoutOptions | undefined): Promise<SessionLookup<Metadata>> {
    const timeouts = this.#timeouts(given);
    const found = await this.#counted(this.store.signIn(id, { userId, timeouts }, this.options.maxPerUser));
    if (found.state !== 'active') return this.read.found(id, found);
    const { state, session, asOf } = found;
    this.#madeRoom(found);
    this.events.publish({ type: 'signed-in', at: asOf, session, previousId: id });
    return this.read.found(id, { state, session, asOf });
  }

  /** The given timeouts, completed by those of the module. */
  #timeouts(given: TimeoutOptions = {}): Timeouts {
    const timeouts = completeTimeouts(timeoutChanges(given), this.options.timeouts);
    if (!timeouts.ok) throw InvalidTimeoutsError.ofConflicts(timeouts.conflicts);
    return timeouts.timeouts;
  }

  /** Counts a refusal of the store. */
  async #counted<Result>(creation: Promise<Result>): Promise<Result> {
    try {
      return await creation;
    } catch (error) {
      this.events.tally.refusal(error);
      throw error;
    }
  }

  #madeRoom({ ended, evicted, quarantined, asOf }: CreatedSession): void {
    this.events.ended(ended, asOf);
    this.events.evicted(evicted, asOf);
    this.events.quarantined(quarantined);
  }
}
