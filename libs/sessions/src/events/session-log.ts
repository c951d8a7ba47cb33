import { Inject, Injectable, type Logger, type OnModuleInit } from '@nestjs/common';
import type { SessionEvent } from '../domain/events.js';
import { DEFAULT_KIND } from '../domain/kind.js';
import { sessionsLogger } from '../kinds/kind.js';
import type { ResolvedSessionsOptions } from '../options/sessions-options.js';
import { SESSIONS_OPTIONS } from '../sessions.tokens.js';
import { SessionEvents } from './session-events.js';

/**
 * Writes what happens to sessions into Nest's log, as objects of plain fields. A session is named by its handle. Its id, its
 * user and its data are never written.
 */
@Injectable()
export class SessionLog implements OnModuleInit {
  readonly #logger: Logger;
  /** Written only where the module has a name. */
  readonly #kind: { readonly kind?: string } = {};

  constructor(
    @Inject(SESSIONS_OPTIONS) private readonly options: ResolvedSessionsOptions,
    @Inject(SessionEvents) private readonly events: SessionEvents,
  ) {
    this.#logger = sessionsLogger(events.kind);
    if (events.kind !== DEFAULT_KIND) this.#kind = { kind: events.kind };
  }

  onModuleInit(): void {
    const events: ReadonlySet<string> = new Set(this.options.logging.events);
    if (events.size > 0) {
      this.events.events$.subscribe((event) => {
        if (events.has(event.type)) this.#write(event);
      });
    }
  }

  #write(event: SessionEvent): void {
    const at = new Date(event.at).toISOString();
    if (event.type === 'quarantined') {
      const { handle, problem } = event.record;
      const message = 'A corrupted session record was quarantined.';
      this.#logger.warn({ message, event: event.type, session: handle, problem, at, ...this.#kind });
      return;
    }
    if (event.type === 'reused') {
      const message = 'An id was used that a rotation had replaced. Somebody may have stolen it.';
      this.#logger.warn({ message, event: event.type, session: event.handle, at, ...this.#kind });
      return;
    }
    const { type, session } = event;
    this.#logger.log({
      message: `Session ${type}.`,
      event: type,
      session: session.handle,
      ...('reason' in event && { reason: event.reason }),
      at,
      ...this.#kind,
    });
  }
}
