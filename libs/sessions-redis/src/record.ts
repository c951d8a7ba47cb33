import {
  EMPTY_JSON,
  type JsonObject,
  type QuarantinedRecord,
  type Session,
  type Timeouts,
  expiresAt,
  corruptionIn,
  freezeJson,
  isJsonObject,
  warnAt,
} from 'nest-sessions/store';

/** A session as scripts hand it over: id, user, attributes, metadata, times, timeouts. Its deadlines follow from them. */
export type SessionTexts = readonly string[];

/** Where the metadata stands among them. */
export const METADATA = 3;

export type Decoded =
  { readonly ok: true; readonly session: Session } | { readonly ok: false; readonly problem: string };

/** A user's id as it stands in records and keys: escaped as in JSON, which keeps any text, even broken UTF-16. */
export function encodeUser(userId: string): string {
  return JSON.stringify(userId).slice(1, -1);
}

export function encodeTimeouts(timeouts: Timeouts): string {
  const { idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs, autoRenew } = timeouts;
  return `${String(idleTimeoutMs)} ${String(absoluteTimeoutMs)} ${String(warningThresholdMs)} ${autoRenew ? '1' : '0'}`;
}

/** Reads a session; never throws, whatever stands there. */
export function decodeSession(texts: SessionTexts): Decoded {
  const [id, user, attributes, metadata, times = '', timeouts = ''] = texts;
  const [createdAt = NaN, lastActivityAt, lastRenewedAt = NaN, renewalCount] = times.split(' ').map(Number);
  const [idleTimeoutMs = NaN, absoluteTimeoutMs = NaN, warningThresholdMs = NaN, autoRenew] = timeouts
    .split(' ')
    .map(Number);
  const life = {
    createdAt,
    lastRenewedAt,
    timeouts: { idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs, autoRenew: autoRenew === 1 },
  };
  const session = {
    id,
    userId: decodeUser(user),
    attributes: parsed(attributes),
    metadata: parsed(metadata),
    createdAt,
    lastActivityAt,
    lastRenewedAt,
    expiresAt: expiresAt(life),
    warnAt: warnAt(life),
    timeouts: life.timeouts,
    renewalCount,
  };
  const problem = corruptionIn(session);
  if (!isSound(session, problem)) return { ok: false, problem: problem ?? '' };
  return {
    ok: true,
    session: { ...session, attributes: frozen(session.attributes), metadata: frozen(session.metadata) },
  };
}

/** What is shown in the quarantine of a session that was found to be none after its record had been removed. */
export function rawOf([, user, attributes, metadata, times, timeouts]: SessionTexts): string {
  return JSON.stringify({ type: 'hash', fields: { user, attributes, metadata, times, timeouts } });
}

/** Reads an entry of the quarantine. */
export function decodeEntry(entry: string): QuarantinedRecord {
  const found = parsed(entry);
  const { id, problem, quarantinedAt, keptUntil, raw } = isJsonObject(found) ? found : {};
  return {
    id: typeof id === 'string' ? id : '',
    problem: typeof problem === 'string' ? problem : 'its entry in the quarantine is not readable',
    quarantinedAt: Number(quarantinedAt ?? 0),
    keptUntil: Number(keptUntil ?? 0),
    raw: raw ?? entry,
  };
}

/** Most users' ids have nothing escaped, and are what stands there. */
function decodeUser(user: string | undefined): unknown {
  return user === undefined || /[\\"\p{Cc}]/u.test(user) ? parsed(`"${user ?? ''}"`) : user;
}

function isSound(_: { readonly [Field in keyof Session]: unknown }, problem: string | undefined): _ is Session {
  return problem === undefined;
}

function parsed(json: string | undefined): unknown {
  if (json === '{}') return EMPTY_JSON;
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

function frozen(value: JsonObject): JsonObject {
  for (const _ in value) return freezeJson(value);
  return EMPTY_JSON;
}
