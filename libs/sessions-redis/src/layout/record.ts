import {
  EMPTY_JSON,
  type Ending,
  type JsonObject,
  type QuarantinedRecord,
  type Session,
  type Timeouts,
  authenticatedByDefault,
  expiresAt,
  freezeJson,
  isHandle,
  isJsonObject,
  warnAt,
} from 'nest-sessions/store';

/**
 * A session in a reply: id, user (empty for a guest), attributes, metadata, times, timeouts, handle, and when the user
 * authenticated (empty for the creation, `-` for never). Its deadlines follow from them.
 */
export type SessionStrings = readonly string[];

/** The positions of the id and of the metadata among them. */
export const ID = 0;
export const METADATA = 3;

/** The user has not authenticated. */
export const NEVER = '-';

export type Decoded =
  { readonly ok: true; readonly session: Session } | { readonly ok: false; readonly problem: string };

/** A string in records, keys and events: escaped as in JSON, which keeps every string, even broken UTF-16. */
export function escaped(string: string): string {
  return JSON.stringify(string).slice(1, -1);
}

/** `undefined` for what `escaped` does not write. Most strings have no escapes. */
export function unescaped(string: string): string | undefined {
  if (!/[\\"\p{Cc}]/u.test(string)) return string;
  const value = parsed(`"${string}"`);
  return typeof value === 'string' ? value : undefined;
}

export function encodeTimeouts(timeouts: Timeouts): string {
  const { idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs, autoRenew } = timeouts;
  return `${String(idleTimeoutMs)} ${String(absoluteTimeoutMs)} ${String(warningThresholdMs)} ${autoRenew ? '1' : '0'}`;
}

/**
 * Reads a session. `id` replaces the id of the record, which may be a hash or a newer id. Never throws. The scripts have
 * checked times and timeouts (see include/record.lua), but not the JSON.
 */
export function decodeSession(strings: SessionStrings, id = strings[0] ?? ''): Decoded {
  const [, user, attributesJson, metadataJson, times = '', timeouts = '', handle = '', authenticated = ''] = strings;
  const unescapedUser = user === undefined ? undefined : unescaped(user);
  if (unescapedUser === undefined) return { ok: false, problem: 'userId is not a string' };
  const attributes = decodeObject(attributesJson);
  if (attributes === undefined) return { ok: false, problem: 'attributes is not an object' };
  const metadata = decodeObject(metadataJson);
  if (metadata === undefined) return { ok: false, problem: 'metadata is not an object' };
  const [createdAt = NaN, lastActivityAt = NaN, lastRenewedAt = NaN, renewalCount = NaN] = times.split(' ').map(Number);
  const life = { createdAt, lastRenewedAt, timeouts: decodeTimeouts(timeouts) };
  const userId = unescapedUser === '' ? undefined : unescapedUser;
  return {
    ok: true,
    session: {
      id,
      handle,
      userId,
      authenticatedAt: decodeAuthenticated(authenticated, { userId, createdAt }),
      attributes,
      metadata,
      createdAt,
      lastActivityAt,
      lastRenewedAt,
      expiresAt: expiresAt(life),
      warnAt: warnAt(life),
      timeouts: life.timeouts,
      renewalCount,
    },
  };
}

/** The most bytes of JSON that a session may have. The scripts regard a record of more as corrupted: see include/record.lua. */
const MOST_BYTES = 1024 * 1024;

/** Throws `TypeError` if the attributes and the metadata of a session are too large to be stored. */
export function assertSize(...json: readonly string[]): void {
  const bytes = json.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if (bytes <= MOST_BYTES) return;
  throw new TypeError(
    `This can't be stored as a session: it takes ${String(bytes)} bytes, allowed are ${String(MOST_BYTES)}.`,
  );
}

/** How many bytes of JSON a session has. */
export function bytesOf([, , attributes = '', metadata = '']: SessionStrings): number {
  return Buffer.byteLength(attributes) + Buffer.byteLength(metadata);
}

/** What the quarantine shows of a corrupted record that its script has removed already. */
export function rawOf([, user, attributes, metadata, times, timeouts, handle, authenticated]: SessionStrings): string {
  const more = authenticated === '' ? {} : { authenticated };
  return JSON.stringify({ type: 'hash', fields: { handle, user, attributes, metadata, times, timeouts, ...more } });
}

/** Reads a remembered ending, as include/endings.lua writes it. */
export function decodeEnding(json: string): Ending {
  const found = parsed(json);
  const { reason, endedAt, userId, by, handle } = isJsonObject(found) ? found : {};
  return {
    reason: typeof reason === 'string' ? reason : '',
    endedAt: Number(endedAt ?? 0),
    userId: typeof userId === 'string' && userId !== '' ? userId : undefined,
    ...(typeof by === 'string' && { by }),
    ...(isHandle(handle) && { handle }),
  };
}

/** Reads an entry of the quarantine. */
export function decodeEntry(entry: string): QuarantinedRecord {
  const found = parsed(entry);
  const { id, handle, problem, quarantinedAt, keptUntil, raw } = isJsonObject(found) ? found : { raw: entry };
  return {
    id: typeof id === 'string' ? id : '',
    ...(isHandle(handle) && { handle }),
    problem: typeof problem === 'string' ? problem : 'its entry in the quarantine is not readable',
    quarantinedAt: Number(quarantinedAt ?? 0),
    keptUntil: Number(keptUntil ?? 0),
    raw: raw ?? null,
  };
}

function decodeAuthenticated(authenticated: string, owner: Pick<Session, 'userId' | 'createdAt'>): number | undefined {
  if (authenticated === NEVER) return undefined;
  return authenticated === '' ? authenticatedByDefault(owner) : Number(authenticated);
}

function decodeTimeouts(timeouts: string): Timeouts {
  const [idleTimeoutMs = NaN, absoluteTimeoutMs = NaN, warningThresholdMs = NaN, autoRenew] = timeouts
    .split(' ')
    .map(Number);
  return { idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs, autoRenew: autoRenew === 1 };
}

function decodeObject(json: string | undefined): JsonObject | undefined {
  if (json === '{}') return EMPTY_JSON;
  const value = parsed(json);
  return isJsonObject(value) ? freezeJson(value) : undefined;
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
