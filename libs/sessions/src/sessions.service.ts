import { Inject, Injectable } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { durationMs, type Duration } from './domain/duration.js';
import { InvalidSessionError, InvalidTimeoutsError, InvalidPageError } from './domain/errors.js';
import type { SessionEvent } from './domain/events.js';
import { copyJson, EMPTY_JSON, type JsonObject } from './domain/json.js';
import type { QuarantinedRecord, Session, SessionCounts, SessionLookup } from './domain/session.js';
import {
  completeTimeouts,
  isDuration,
  LONGEST_DURATION_MS,
  type DurationField,
  type TimeoutChanges,
} from './domain/timeouts.js';
import { SessionEvents } from './session-events.js';
import type { ResolvedSessionsOptions, TimeoutOptions } from './sessions.options.js';
import type { SessionStore, StoreLookup, StorePage, RenewalLookup } from './stores/session-store.js';
import { SESSIONS_OPTIONS, SESSION_STORE } from './sessions.tokens.js';

export interface CreateSession {
  readonly userId: string;
  /** Facts that never change. A plain JSON object. */
  readonly attributes?: object | undefined;
  /** A plain JSON object. */
  readonly metadata?: object | undefined;
  /** What is left out comes from the module's options, fitted to the idle timeout that is given. */
  readonly timeouts?: TimeoutOptions | undefined;
}

export interface ListSessions {
  /** 1 to 1000. Default 100. */
  readonly limit?: number | undefined;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
  readonly userId?: string | undefined;
}

export interface SessionPage {
  readonly sessions: readonly Session[];
  /** Active sessions that match, on all pages together. */
  readonly total: number;
  /** Counts of the whole store at the same instant. */
  readonly counts: SessionCounts;
  readonly nextCursor?: string;
  readonly asOf: number;
}

/**
 * Creates, reads, extends and ends sessions.
 *
 * @example
 * const session = await sessions.create({ userId, metadata: { theme: 'dark' } });
 * const found = await sessions.touch(session.id);
 * if (found.state === 'active') use(found.session);
 */
@Injectable()
export class SessionsService {
  /**
   * What happens to sessions through this instance, as it happens. A subscriber that throws is logged and harms nobody
   * else. Completes on shutdown.
   */
  readonly events$: Observable<SessionEvent>;

  constructor(
    @Inject(SESSION_STORE) private readonly store: SessionStore,
    @Inject(SESSIONS_OPTIONS) private readonly options: ResolvedSessionsOptions,
    private readonly events: SessionEvents,
  ) {
    this.events$ = events.events$;
  }

  /** Throws `InvalidSessionError`, `InvalidTimeoutsError` or `CapacityReachedError`. */
  async create(input: CreateSession): Promise<Session> {
    if (typeof input.userId !== 'string' || input.userId === '') {
      throw new InvalidSessionError('userId', 'must be a text that is not empty');
    }
    const timeouts = completeTimeouts(timeoutChanges(input.timeouts ?? {}), this.options.timeouts);
    if (!timeouts.ok) throw InvalidTimeoutsError.ofConflicts(timeouts.conflicts);
    const created = await this.store.create({
      userId: input.userId,
      attributes: this.#json('attributes', input.attributes),
      metadata: this.#json('metadata', input.metadata),
      timeouts: timeouts.timeouts,
    });
    this.events.ended(created.ended, created.asOf);
    this.events.quarantined(created.quarantined);
    this.events.publish({ type: 'created', at: created.asOf, session: created.session });
    return created.session;
  }

  /** Reads a session; does not extend it. */
  async get(id: string): Promise<SessionLookup> {
    return isId(id) ? this.#known(await this.store.get(id)) : UNKNOWN;
  }

  /** Records activity. Extends the session if it has `autoRenew`. */
  async touch(id: string): Promise<SessionLookup> {
    return isId(id) ? this.#renewed(await this.store.touch(id)) : UNKNOWN;
  }

  /** Extends the session, whatever `autoRenew` says, though never past its absolute timeout. */
  async renew(id: string): Promise<SessionLookup> {
    return isId(id) ? this.#renewed(await this.store.renew(id)) : UNKNOWN;
  }

  /**
   * Changes the given timeouts of a session; the others stay. Its expiry follows the law anew, which may end it at once.
   * Throws `InvalidTimeoutsError` when they contradict the others, and changes nothing then.
   */
  async retime(id: string, changes: TimeoutOptions): Promise<SessionLookup> {
    const checked = timeoutChanges(changes);
    if (Object.keys(checked).length === 0) throw new InvalidTimeoutsError('Give at least one timeout to change.');
    return isId(id) ? this.#known(await this.store.retime(id, checked)) : UNKNOWN;
  }

  /** Ends an active session; the answer is the session as it was. */
  async delete(id: string): Promise<SessionLookup> {
    const found = isId(id) ? this.#known(await this.store.delete(id)) : UNKNOWN;
    if (found.state === 'active') {
      this.events.publish({ type: 'deleted', at: found.asOf, session: found.session, reason: 'deleted' });
    }
    return found;
  }

  /** A page of active sessions. A page may be shorter than its limit and still have a next one. Throws `InvalidPageError`. */
  async list(query: ListSessions = {}): Promise<SessionPage> {
    const limit = query.limit ?? 100;
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > 1000) {
      throw new InvalidPageError('limit', `limit is ${String(limit)}, allowed is a whole number from 1 to 1000.`);
    }
    const { quarantined, ...page }: StorePage = await this.store.list({ ...query, limit });
    this.events.quarantined(quarantined);
    return page;
  }

  /** Counts at one instant, exact to the millisecond, at the same cost however many sessions there are. */
  counts(): Promise<SessionCounts> {
    return this.store.counts();
  }

  /** Corrupted records that were set aside, oldest first, at most `limit`. */
  quarantined(limit = 100): Promise<readonly QuarantinedRecord[]> {
    return this.store.quarantined(limit);
  }

  /** Forgets the corrupted records; the answer is how many there were. */
  clearQuarantine(): Promise<number> {
    return this.store.clearQuarantine();
  }

  #renewed(found: RenewalLookup): SessionLookup {
    if (found.state !== 'active') return this.#known(found);
    const { renewed, ...lookup } = found;
    if (renewed) this.events.publish({ type: 'renewed', at: found.asOf, session: found.session });
    return lookup;
  }

  #known(found: StoreLookup): SessionLookup {
    if (found.state !== 'corrupted') return found;
    this.events.quarantined([found.record]);
    return UNKNOWN;
  }

  #json(field: 'attributes' | 'metadata', value: object | undefined): JsonObject {
    if (value === undefined) return EMPTY_JSON;
    const copy = copyJson(value);
    if (!copy.ok) throw new InvalidSessionError(field, copy.fault);
    const most = this.options.maxMetadataBytes;
    if (copy.bytes <= most) return copy.value;
    throw new InvalidSessionError(field, `takes ${String(copy.bytes)} bytes as JSON, allowed are ${String(most)}`);
  }
}

const UNKNOWN = { state: 'unknown' } as const;

/** An id often comes from a header or a cookie that is not there, past the types. */
function isId(id: unknown): boolean {
  return typeof id === 'string';
}

const TIMEOUT_NAMES: readonly string[] = ['idleTimeout', 'absoluteTimeout', 'warningThreshold', 'autoRenew'];

/** Durations as milliseconds, and only the fields that are given. */
function timeoutChanges(options: TimeoutOptions): TimeoutChanges {
  for (const name of Object.keys(options)) {
    if (!TIMEOUT_NAMES.includes(name)) {
      throw new InvalidTimeoutsError(`${name} is no timeout; there are ${TIMEOUT_NAMES.join(', ')}.`);
    }
  }
  const { idleTimeout, absoluteTimeout, warningThreshold, autoRenew } = options;
  if (autoRenew !== undefined && typeof autoRenew !== 'boolean') {
    throw new InvalidTimeoutsError(`autoRenew is ${String(autoRenew)}, allowed are true and false.`);
  }
  return {
    ...(idleTimeout !== undefined && { idleTimeoutMs: checkedDuration('idleTimeoutMs', idleTimeout) }),
    ...(absoluteTimeout !== undefined && { absoluteTimeoutMs: checkedDuration('absoluteTimeoutMs', absoluteTimeout) }),
    ...(warningThreshold !== undefined && {
      warningThresholdMs: checkedDuration('warningThresholdMs', warningThreshold),
    }),
    ...(autoRenew !== undefined && { autoRenew }),
  };
}

function checkedDuration(field: DurationField, value: Duration): number {
  const span = durationMs(value);
  if (isDuration(field, span)) return span;
  const least = field === 'warningThresholdMs' ? 0 : 1;
  throw new InvalidTimeoutsError(
    `${field.slice(0, -2)} is ${String(value)}, allowed are whole milliseconds from ${String(least)} to ` +
      `${String(LONGEST_DURATION_MS)}, or a text such as '30m'.`,
  );
}
