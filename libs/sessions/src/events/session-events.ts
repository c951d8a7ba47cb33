import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import { endOf, type EndCause } from '../domain/ending.js';
import type { SessionEvent, StoreEvent } from '../domain/events.js';
import { DEFAULT_KIND } from '../domain/kind.js';
import { expiryReason } from '../domain/lifetime.js';
import type { QuarantinedRecord, Session } from '../domain/session.js';
import { sessionsLogger } from '../kinds/kind.js';
import { SESSIONS_KIND } from '../sessions.tokens.js';
import { HarmlessObservable } from './harmless-observable.js';
import type { ListenerDelivery } from './on-session-event.decorator.js';
import { SessionTally } from './session-tally.js';

/** The one place where events leave the package. */
@Injectable()
export class SessionEvents implements OnApplicationShutdown {
  readonly #subject = new Subject<SessionEvent>();
  readonly tally = new SessionTally();
  readonly events$: Observable<SessionEvent> = new HarmlessObservable(this.#subject, (error) => {
    this.listenerFailed(error);
  });
  readonly #process = randomUUID();
  #deliveries = 0;

  constructor(@Inject(SESSIONS_KIND) readonly kind = DEFAULT_KIND) {}

  listenerFailed(error: unknown): void {
    sessionsLogger(this.kind).error(
      'A subscriber of session events failed. The other subscribers still get events.',
      error instanceof Error ? error.stack : error,
    );
  }

  /** For an event that no store keeps. */
  nextDelivery(): ListenerDelivery {
    this.#deliveries += 1;
    return { id: `${this.#process}-${String(this.#deliveries)}`, deliveries: 1 };
  }

  publish(event: StoreEvent): void {
    this.tally.event(event);
    // The event is new, and a copy of it would take a fifth of a touch.
    if (this.#subject.observed) this.#subject.next(Object.assign(event, { kind: this.kind }));
  }

  ended(sessions: readonly Session[], at: number): void {
    for (const session of sessions) this.publish({ type: 'expired', at, session, reason: expiryReason(session) });
  }

  deleted(session: Session, at: number, cause: EndCause): void {
    this.publish({ type: 'deleted', at, session, ...endOf('deleted', cause) });
  }

  revoked(sessions: readonly Session[], at: number, cause: EndCause): void {
    for (const session of sessions) this.publish({ type: 'deleted', at, session, ...endOf('revoked', cause) });
  }

  evicted(sessions: readonly Session[], at: number): void {
    for (const session of sessions) this.publish({ type: 'evicted', at, session, reason: 'evicted' });
  }

  expiring(sessions: readonly Session[], at: number): void {
    for (const session of sessions) this.publish({ type: 'expiring', at, session });
  }

  quarantined(records: readonly QuarantinedRecord[]): void {
    for (const record of records) {
      this.publish({ type: 'quarantined', at: record.quarantinedAt, record, reason: 'quarantined' });
    }
  }

  /** After the last hook that could still publish. */
  onApplicationShutdown(): void {
    this.#subject.complete();
  }
}
