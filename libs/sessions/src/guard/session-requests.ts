import { Inject, Injectable } from '@nestjs/common';
import type { SessionLookup } from '../domain/session.js';
import type { ResolvedSessionsOptions } from '../options/sessions-options.js';
import { SessionsService } from '../service/sessions.service.js';
import { SESSIONS_OPTIONS } from '../sessions.tokens.js';
import { sessionIdIn } from '../credentials/session-id-extractor.js';
import type { Visit } from './visit.js';

interface Asked {
  readonly id: string | undefined;
  touched?: Promise<SessionLookup>;
  read?: Promise<SessionLookup>;
}

/** Looks up the sessions of requests: at most once for each, however many guards ask. */
@Injectable()
export class SessionRequests {
  /** What a 401 says in `WWW-Authenticate`, if anything. */
  readonly challenge: string | undefined;
  readonly #asked = new WeakMap<object, Asked>();

  constructor(
    private readonly sessions: SessionsService,
    @Inject(SESSIONS_OPTIONS) private readonly options: ResolvedSessionsOptions,
  ) {
    const challenges = options.guard.extractors.flatMap(({ challenge }) => challenge ?? []);
    this.challenge = challenges.length > 0 ? challenges.join(', ') : undefined;
  }

  /** The session that a request names, with its activity recorded or only read. Throws what the store throws. */
  async lookUp(visit: Visit, touch: boolean): Promise<SessionLookup> {
    const asked = this.#askedFor(visit);
    if (asked.id === undefined) return { state: 'unknown' };
    if (touch) return (asked.touched ??= this.sessions.touch(asked.id));
    return asked.touched ?? (asked.read ??= this.sessions.get(asked.id));
  }

  #askedFor({ request, occasion }: Visit): Asked {
    const known = this.#asked.get(occasion);
    if (known) return known;
    const asked: Asked = { id: request && sessionIdIn(request, this.options.guard.extractors) };
    this.#asked.set(occasion, asked);
    return asked;
  }
}
