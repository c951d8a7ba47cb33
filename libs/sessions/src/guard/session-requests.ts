import { Inject, Injectable } from '@nestjs/common';
import type { SessionLookup } from '../domain/session.js';
import type { ResolvedSessionsOptions } from '../options/sessions-options.js';
import { SessionsService } from '../service/sessions.service.js';
import { OWN_COOKIES, OWN_SERVICE, SESSIONS_OPTIONS } from '../sessions.tokens.js';
import type { SessionCookies } from '../credentials/session-cookies.js';
import { fromBearer, fromHeader } from '../credentials/from-header.js';
import type { RefusalBody } from '../options/session-refusal.js';
import { sessionIdsIn, type SessionIdExtractor } from '../options/session-id-extractor.js';
import type { Visit } from './visit.js';

interface Asked {
  readonly ids: readonly string[];
  touched?: Promise<SessionLookup>;
  read?: Promise<SessionLookup>;
}

const DEFAULT_EXTRACTORS: readonly SessionIdExtractor[] = [fromBearer(), fromHeader('x-session-id')];

/** Looks up the session of a request and remembers the result, so that several guards need only one lookup. */
@Injectable()
export class SessionRequests {
  /** What a 401 says in `WWW-Authenticate`. */
  readonly challenges: readonly string[];
  readonly refusalBody: RefusalBody | undefined;
  readonly #extractors: readonly SessionIdExtractor[];
  readonly #asked = new WeakMap<object, Asked>();

  constructor(
    @Inject(OWN_SERVICE) private readonly sessions: SessionsService,
    @Inject(OWN_COOKIES) readonly cookies: SessionCookies,
    @Inject(SESSIONS_OPTIONS) options: ResolvedSessionsOptions,
  ) {
    this.refusalBody = options.guard.refusalBody;
    const { extractor } = cookies;
    this.#extractors = [...(extractor ? [extractor] : []), ...(options.guard.extractors ?? DEFAULT_EXTRACTORS)];
    this.challenges = this.#extractors.flatMap(({ challenge }) => challenge ?? []);
  }

  /** Finds the session of a request; with `touch`, it also records activity. Throws the errors of the store. */
  async lookUp(visit: Visit, touch: boolean): Promise<SessionLookup> {
    const asked = this.#askedFor(visit);
    if (touch) return (asked.touched ??= this.#firstActive(asked.ids, (id) => this.sessions.touch(id)));
    return asked.touched ?? (asked.read ??= this.#firstActive(asked.ids, (id) => this.sessions.get(id)));
  }

  /** The first active session; if there is none, the first one that has ended. */
  async #firstActive(ids: readonly string[], look: (id: string) => Promise<SessionLookup>): Promise<SessionLookup> {
    let best: SessionLookup = { state: 'unknown' };
    for (const id of ids) {
      const found = await look(id);
      if (found.state === 'active') return found;
      if (best.state === 'unknown') best = found;
    }
    return best;
  }

  #askedFor({ request, occasion }: Visit): Asked {
    const known = this.#asked.get(occasion);
    if (known) return known;
    const asked: Asked = { ids: request ? sessionIdsIn(request, this.#extractors) : [] };
    this.#asked.set(occasion, asked);
    return asked;
  }
}
