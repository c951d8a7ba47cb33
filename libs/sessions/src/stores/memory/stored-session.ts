import { EMPTY_JSON, type JsonObject } from '../../domain/json.js';
import type { Session, SessionTimes } from '../../domain/session.js';
import type { Timeouts } from '../../domain/timeouts.js';
import { fromJson, type StoredJson } from './stored-json.js';

/** Whose session it is. */
type Identity = Pick<Session, 'id' | 'handle' | 'userId' | 'authenticatedAt'>;

/**
 * A session with attributes and metadata from JSON. Each is parsed when somebody reads it for the first time, because
 * parsing 200 bytes takes as long as a touch.
 */
export function storedSession(
  { id, handle, userId, authenticatedAt }: Identity,
  attributes: StoredJson,
  metadata: StoredJson,
  times: SessionTimes,
): Session {
  if (attributes !== undefined || metadata !== undefined)
    return new LazySession(id, handle, userId, authenticatedAt, attributes, metadata, times);
  const { createdAt, lastActivityAt, lastRenewedAt, expiresAt, warnAt, timeouts, renewalCount } = times;
  return {
    id,
    handle,
    userId,
    authenticatedAt,
    attributes: EMPTY_JSON,
    metadata: EMPTY_JSON,
    createdAt,
    lastActivityAt,
    lastRenewedAt,
    expiresAt,
    warnAt,
    timeouts,
    renewalCount,
  };
}

/** Creates a plain object, to which a subclass adds private fields. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- a subclass can add private fields only to what a constructor returns
class PlainObject {
  constructor() {
    return {};
  }
}

/**
 * A plain object whose properties are all its own, so it can be compared, spread and written as JSON like any other. The
 * JSON is in private fields. So all sessions share the same two getters; a closure for each would take longer to create.
 */
class LazySession extends PlainObject implements Session {
  static readonly #ATTRIBUTES = {
    enumerable: true,
    get(this: LazySession): JsonObject {
      return (this.#attributes = parsed(this.#attributes));
    },
  };
  static readonly #METADATA = {
    enumerable: true,
    get(this: LazySession): JsonObject {
      return (this.#metadata = parsed(this.#metadata));
    },
  };

  declare readonly id: string;
  declare readonly handle: string;
  declare readonly userId: string | undefined;
  declare readonly authenticatedAt: number | undefined;
  declare readonly attributes: JsonObject;
  declare readonly metadata: JsonObject;
  declare readonly createdAt: number;
  declare readonly lastActivityAt: number;
  declare readonly lastRenewedAt: number;
  declare readonly expiresAt: number;
  declare readonly warnAt: number;
  declare readonly timeouts: Timeouts;
  declare readonly renewalCount: number;
  #attributes: StoredJson | JsonObject;
  #metadata: StoredJson | JsonObject;

  constructor(
    id: string,
    handle: string,
    userId: string | undefined,
    authenticatedAt: number | undefined,
    attributes: StoredJson,
    metadata: StoredJson,
    times: SessionTimes,
  ) {
    super();
    this.#attributes = attributes;
    this.#metadata = metadata;
    this.id = id;
    this.handle = handle;
    this.userId = userId;
    this.authenticatedAt = authenticatedAt;
    if (attributes === undefined) this.attributes = EMPTY_JSON;
    else Object.defineProperty(this, 'attributes', LazySession.#ATTRIBUTES);
    if (metadata === undefined) this.metadata = EMPTY_JSON;
    else Object.defineProperty(this, 'metadata', LazySession.#METADATA);
    this.createdAt = times.createdAt;
    this.lastActivityAt = times.lastActivityAt;
    this.lastRenewedAt = times.lastRenewedAt;
    this.expiresAt = times.expiresAt;
    this.warnAt = times.warnAt;
    this.timeouts = times.timeouts;
    this.renewalCount = times.renewalCount;
  }
}

function parsed(json: StoredJson | JsonObject): JsonObject {
  return typeof json === 'object' ? json : fromJson(json);
}
