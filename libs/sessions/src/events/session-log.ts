import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { SessionEvent } from '../domain/events.js';
import type { ResolvedSessionsOptions } from '../options/sessions-options.js';
import { SESSIONS_OPTIONS } from '../sessions.tokens.js';
import { SessionEvents } from './session-events.js';

/**
 * Writes what happens to sessions into Nest's log, as objects of plain fields. A session is told by its fingerprint; its
 * id, its user and what it carries are never written.
 */
@Injectable()
export class SessionLog implements OnModuleInit {
  readonly #logger = new Logger('Sessions');

  constructor(
    @Inject(SESSIONS_OPTIONS) private readonly options: ResolvedSessionsOptions,
    @Inject(SessionEvents) private readonly events: SessionEvents,
  ) {}

  onModuleInit(): void {
    const { events } = this.options.logging;
    if (events.size > 0) {
      this.events.events$.subscribe((event) => {
        if (events.has(event.type)) this.#write(event);
      });
    }
  }

  #write(event: SessionEvent): void {
    const { fingerprint } = this.options.logging;
    const at = new Date(event.at).toISOString();
    if (event.type === 'quarantined') {
      const { id, problem } = event.record;
      const message = 'A corrupted session record was set aside.';
      this.#logger.warn({ message, event: event.type, session: fingerprint.of(id), problem, at });
      return;
    }
    const { type, session } = event;
    this.#logger.log({
      message: `Session ${type}.`,
      event: type,
      session: fingerprint.of(session.id),
      ...(event.type === 'rotated' && { previous: fingerprint.of(event.previousId) }),
      ...('reason' in event && { reason: event.reason }),
      at,
    });
  }
}
