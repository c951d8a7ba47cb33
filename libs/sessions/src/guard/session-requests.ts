import { Inject, Injectable } from '@nestjs/common';
import type { Session, SessionLookup } from '../domain/session.js';
import type { ResolvedSessionsOptions } from '../options/sessions-options.js';
import { SessionEvents } from '../events/session-events.js';
import { SessionsService } from '../service/sessions.service.js';
import { OWN_COOKIES, OWN_SERVICE, SESSIONS_OPTIONS } from '../sessions.tokens.js';
import type { SessionCookies } from '../credentials/session-cookies.js';
import { fromBearer, fromHeader } from '../credentials/from-header.js';
import type { RefusalBody } from '../options/session-refusal.js';
import { BINDING_ATTRIBUTE, type ResolvedBinding } from '../options/session-binding.js';
import { sessionIdsIn, type IncomingRequest, type SessionIdExtractor } from '../options/session-id-extractor.js';
import type { RequestLookup } from './request-lookup.js';
import { memory, type ConnectedSession } from './shared-memory.js';
import type { Visit } from './visit.js';

interface Asked {
  readonly ids: readonly string[];
  touched?: Promise<RequestLookup>;
  read?: Promise<RequestLookup>;
}

const DEFAULT_EXTRACTORS: readonly SessionIdExtractor[] = [fromBearer(), fromHeader('x-session-id')];

/** Looks up the session of a request and remembers the result, so that several guards need only one lookup. */
@Injectable()
export class SessionRequests {
  /** What a 401 says in `WWW-Authenticate`. */
  readonly challenges: readonly string[];
  readonly refusalBody: RefusalBody | undefined;
  readonly #extractors: readonly SessionIdExtractor[];
  readonly #binding: ResolvedBinding | undefined;
  readonly #asked = new WeakMap<object, Asked>();

  constructor(
    @Inject(OWN_SERVICE) private readonly sessions: SessionsService,
    @Inject(SessionEvents) private readonly events: SessionEvents,
    @Inject(OWN_COOKIES) readonly cookies: SessionCookies,
    @Inject(SESSIONS_OPTIONS) options: ResolvedSessionsOptions,
  ) {
    this.refusalBody = options.guard.refusalBody;
    this.#binding = options.guard.binding;
    const { extractor } = cookies;
    this.#extractors = [...(extractor ? [extractor] : []), ...(options.guard.extractors ?? DEFAULT_EXTRACTORS)];
    this.challenges = this.#extractors.flatMap(({ challenge }) => challenge ?? []);
  }

  /** Finds the session of a request; with `touch`, it also records activity. Throws the errors of the store. */
  async lookUp(visit: Visit, touch: boolean): Promise<RequestLookup> {
    const asked = this.#askedFor(visit);
    const { client, request } = visit;
    const connected = client && memory().connected.get(client)?.get(this.sessions.kind);
    const look = (touched: boolean): Promise<RequestLookup> =>
      connected ? this.lookUpConnected(connected, touched) : this.#firstActive(asked.ids, touched, request);
    if (touch) return (asked.touched ??= look(true));
    return asked.touched ?? (asked.read ??= look(false));
  }

  /**
   * Finds the session of a connection. This instance does not know the new id after a rotation on another instance: then it
   * finds the session by its handle, and records no activity.
   */
  async lookUpConnected({ id, session }: ConnectedSession, touch: boolean): Promise<SessionLookup> {
    const found = await this.#look(id, touch);
    const mayHaveRotated = found.state === 'unknown' || (found.state === 'ended' && found.reason === 'rotated');
    if (!mayHaveRotated) return found;
    const byHandle = await this.#byHandle(session);
    return byHandle.state === 'active' ? byHandle : found;
  }

  /** Guests are in no list of a user, so a rotation elsewhere ends their connections. */
  async #byHandle({ userId, handle }: Session): Promise<SessionLookup> {
    return userId === undefined ? { state: 'unknown' } : this.sessions.getByHandle(userId, handle);
  }

  /** The first active session; if there is none, the first one that has ended. */
  async #firstActive(
    ids: readonly string[],
    touch: boolean,
    request: IncomingRequest | undefined,
  ): Promise<RequestLookup> {
    let best: RequestLookup = { state: 'unknown' };
    for (const id of ids) {
      const found = await this.#lookBound(id, touch, request);
      if (found.state === 'active') return found;
      if (best.state === 'unknown') best = found;
    }
    return best;
  }

  /** Reads before it touches: a request of another client must not extend the session. */
  async #lookBound(id: string, touch: boolean, request: IncomingRequest | undefined): Promise<RequestLookup> {
    const binding = this.#binding;
    if (!binding || !request) return this.#look(id, touch);
    const found = await this.#look(id, false);
    if (found.state !== 'active') return found;
    const bound = found.session.attributes[BINDING_ATTRIBUTE];
    if (bound !== undefined && bound !== binding.hashOf(request)) {
      this.events.publish({ type: 'mismatched', at: found.asOf, session: found.session });
      if (binding.onMismatch === 'refuse') return { state: 'mismatched' };
    }
    return touch ? this.#look(id, true) : found;
  }

  #look(id: string, touch: boolean): Promise<SessionLookup> {
    return touch ? this.sessions.touch(id) : this.sessions.get(id);
  }

  #askedFor({ request, occasion }: Visit): Asked {
    const known = this.#asked.get(occasion);
    if (known) return known;
    const asked: Asked = { ids: request ? sessionIdsIn(request, this.#extractors) : [] };
    this.#asked.set(occasion, asked);
    return asked;
  }
}
