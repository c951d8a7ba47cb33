import type { Observable } from 'rxjs';
import type { SessionEvent } from '../domain/events.js';
import { isExpiringSoon } from '../domain/lifetime.js';
import type { Session, SessionLookup } from '../domain/session.js';
import type { SessionEvents } from '../events/session-events.js';
import type { MetadataChanges, MetadataRules } from '../metadata/metadata-rules.js';
import type { EndedLookup, Reuse } from './reuse.js';
import type { SessionStore, StoreLookup, StorePage } from '../stores/session-store.js';

type Page<Metadata extends object> = Omit<StorePage, 'sessions' | 'quarantined'> & {
  readonly sessions: readonly Session<Metadata>[];
};

type ComputedChanges<Metadata extends object> = (metadata: Metadata) => MetadataChanges<Metadata>;

const PROBLEM = 'metadata does not fit the schema';

/**
 * Prepares the answers of a store for the application. It announces corrupted records, and validates metadata if there
 * is a schema. A session whose metadata does not fit is a corrupted record.
 */
export class SessionReader<Metadata extends object> {
  readonly events$: Observable<SessionEvent<Metadata>>;

  constructor(
    private readonly store: SessionStore,
    private readonly rules: MetadataRules,
    private readonly events: SessionEvents,
    private readonly reuse: Reuse,
  ) {
    this.events$ = typedEvents(events.events$);
  }

  /** The answer of a store for an id. */
  found(id: string, found: StoreLookup): SessionLookup<Metadata> | Promise<SessionLookup<Metadata>> {
    this.events.tally.lookup(found.state);
    if (found.state === 'quarantined') {
      this.events.quarantined([found.record]);
      return UNKNOWN;
    }
    if (found.state === 'ended' && found.reason === 'rotated') return this.#reused(id, found);
    if (found.state !== 'active') return found;
    if (!this.rules.hasSchema) return typedLookup(found);
    const stored = this.rules.stored(found.session.metadata);
    return stored.ok
      ? typedLookup({ ...found, session: { ...found.session, metadata: stored.value } })
      : this.#quarantine(found.session.id);
  }

  /** A session that the application has just created or ended. */
  own(session: Session): Session<Metadata> {
    if (!this.rules.hasSchema) return typed(session);
    const stored = this.rules.stored(session.metadata);
    return typed(stored.ok ? { ...session, metadata: stored.value } : session);
  }

  async updatedMetadata(
    id: string,
    changes: MetadataChanges<Metadata> | ComputedChanges<Metadata>,
    basedOn: object | undefined,
  ): Promise<SessionLookup<Metadata>> {
    try {
      const found = await this.store.updateMetadata(id, (current) => {
        const stored = this.rules.stored(current);
        if (!stored.ok) throw new MetadataDoesNotFit();
        const keys = isComputed(changes) ? changes(stored.value as Metadata) : changes;
        return this.rules.update(keys, basedOn)(current);
      });
      return await this.found(id, found);
    } catch (error) {
      if (error instanceof MetadataDoesNotFit) return this.#quarantine(id);
      throw error;
    }
  }

  async page({ quarantined, ...page }: StorePage): Promise<Page<Metadata>> {
    this.events.quarantined(quarantined);
    if (!this.rules.hasSchema) return { ...page, sessions: page.sessions.map((session) => typed<Metadata>(session)) };
    const sessions: Session<Metadata>[] = [];
    const corrupted: Session[] = [];
    for (const session of page.sessions) {
      const stored = this.rules.stored(session.metadata);
      if (stored.ok) sessions.push(typed({ ...session, metadata: stored.value }));
      else corrupted.push(session);
    }
    for (const { id } of corrupted) await this.#quarantine(id);
    const { counts, total, asOf } = page;
    return {
      ...page,
      sessions,
      total: total - corrupted.length,
      counts: {
        ...counts,
        active: counts.active - corrupted.length,
        expiringSoon: counts.expiringSoon - corrupted.filter((session) => isExpiringSoon(session, asOf)).length,
        quarantined: counts.quarantined + corrupted.length,
      },
    };
  }

  async #reused(id: string, found: EndedLookup): Promise<SessionLookup<Metadata>> {
    await this.reuse.noticed(id, found);
    return found;
  }

  async #quarantine(id: string): Promise<SessionLookup<Metadata>> {
    const found = await this.store.quarantine(id, PROBLEM);
    if (found.state === 'quarantined') this.events.quarantined([found.record]);
    return UNKNOWN;
  }
}

function isComputed<Metadata extends object>(
  changes: MetadataChanges<Metadata> | ComputedChanges<Metadata>,
): changes is ComputedChanges<Metadata> {
  return typeof changes === 'function';
}

/** Stops a change of metadata that does not fit the schema. */
class MetadataDoesNotFit extends Error {}

const UNKNOWN = { state: 'unknown' } as const;

/*
 * Only these functions give metadata the type that the application declared. A schema has validated the metadata by then.
 * Without a schema, nothing checks the type.
 */

function typed<Metadata extends object>(session: Session<object>): Session<Metadata> {
  return session as Session<Metadata>;
}

function typedLookup<Metadata extends object>(found: SessionLookup<object>): SessionLookup<Metadata> {
  return found as SessionLookup<Metadata>;
}

function typedEvents<Metadata extends object>(events$: Observable<SessionEvent>): Observable<SessionEvent<Metadata>> {
  return events$ as Observable<SessionEvent<object>> as Observable<SessionEvent<Metadata>>;
}
