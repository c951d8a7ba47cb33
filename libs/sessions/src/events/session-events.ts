import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import type { SessionEvent } from '../domain/events.js';
import { expiryReason } from '../domain/lifetime.js';
import type { QuarantinedRecord, Session } from '../domain/session.js';
import { HarmlessObservable } from './harmless-observable.js';
import { SessionTally } from './session-tally.js';

/** The one place where events leave the package. */
@Injectable()
export class SessionEvents implements OnApplicationShutdown {
  readonly #logger = new Logger('Sessions');
  readonly #subject = new Subject<SessionEvent>();
  readonly tally = new SessionTally();
  readonly events$: Observable<SessionEvent> = new HarmlessObservable(this.#subject, (error) => {
    this.#logger.error(
      'A subscriber of session events failed; the others go on.',
      error instanceof Error ? error.stack : error,
    );
  });

  publish(event: SessionEvent): void {
    this.tally.event(event);
    this.#subject.next(event);
  }

  ended(sessions: readonly Session[], at: number): void {
    for (const session of sessions) this.publish({ type: 'expired', at, session, reason: expiryReason(session) });
  }

  revoked(sessions: readonly Session[], at: number): void {
    for (const session of sessions) this.publish({ type: 'deleted', at, session, reason: 'revoked' });
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
