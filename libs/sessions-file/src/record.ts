import {
  authenticatedByDefault,
  EMPTY_JSON,
  freezeJson,
  isHandle,
  isJsonObject,
  type JsonObject,
  type QuarantinedRecord,
  type RememberedEnding,
  type Session,
  type SessionTimes,
  type Timeouts,
} from 'nest-sessions/store';

/** A session as the database keeps it, without its times. */
export interface StoredRecord {
  /** Where the memory store keeps it; the id carries it. */
  readonly slot: number;
  readonly id: string;
  readonly handle: string;
  readonly userId: string | undefined;
  readonly authenticatedAt: number | undefined;
  readonly attributes: JsonObject;
  readonly metadata: JsonObject;
  readonly timeouts: Timeouts;
  readonly createdAt: number;
}

/** What a touch changes. */
export interface StoredTimes {
  readonly lastActivityAt: number;
  readonly lastRenewedAt: number;
  readonly renewalCount: number;
  /** Whether a sweep has reported it as expiring. */
  readonly isReported: boolean;
}

const TIMES_BYTES = 21;

/**
 * As JSON, which keeps every string, unpaired surrogates included. A guest has `null` as its user. The instant at which the
 * user authenticated is in it only if it differs from `authenticatedByDefault`; `null` means never.
 */
export function encodeRecord(slot: number, session: Session): Buffer {
  const { id, handle, userId, authenticatedAt, attributes, metadata, createdAt, timeouts } = session;
  const { idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs, autoRenew } = timeouts;
  const fields = [
    slot,
    id,
    userId,
    createdAt,
    idleTimeoutMs,
    absoluteTimeoutMs,
    warningThresholdMs,
    autoRenew,
    attributes,
    metadata,
    handle,
    ...(authenticatedAt === authenticatedByDefault(session) ? [] : [authenticatedAt ?? null]),
  ];
  return Buffer.from(JSON.stringify(fields));
}

/** `undefined` for bytes that `encodeRecord` did not write. */
export function decodeRecord(bytes: Buffer): StoredRecord | undefined {
  const value = parsed(bytes);
  if (!Array.isArray(value)) return undefined;
  const fields: readonly unknown[] = value;
  const [slot, id, userId, createdAt, idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs] = fields;
  const [autoRenew, attributes, metadata, handle, authenticatedAt] = fields.slice(7);
  if (!isSlot(slot) || typeof id !== 'string' || !isHandle(handle) || !isUser(userId)) return undefined;
  if (typeof autoRenew !== 'boolean' || !isJsonObject(attributes) || !isJsonObject(metadata)) return undefined;
  return {
    slot,
    id,
    handle,
    ...ownerOf(userId ?? undefined, number(createdAt), authenticatedAt),
    timeouts: {
      idleTimeoutMs: number(idleTimeoutMs),
      absoluteTimeoutMs: number(absoluteTimeoutMs),
      warningThresholdMs: number(warningThresholdMs),
      autoRenew,
    },
    attributes: frozen(attributes),
    metadata: frozen(metadata),
  };
}

function ownerOf(userId: string | undefined, createdAt: number, authenticatedAt: unknown) {
  const owner = { userId, createdAt };
  if (authenticatedAt === undefined) return { ...owner, authenticatedAt: authenticatedByDefault(owner) };
  return { ...owner, authenticatedAt: authenticatedAt === null ? undefined : number(authenticatedAt) };
}

export function encodeTimes(
  { lastActivityAt, lastRenewedAt, renewalCount }: SessionTimes,
  isReported: boolean,
): Buffer {
  const bytes = Buffer.allocUnsafe(TIMES_BYTES);
  bytes.writeDoubleLE(lastActivityAt, 0);
  bytes.writeDoubleLE(lastRenewedAt, 8);
  bytes.writeUInt32LE(renewalCount, 16);
  bytes[20] = isReported ? 1 : 0;
  return bytes;
}

/** `undefined` for bytes that `encodeTimes` did not write. */
export function decodeTimes(bytes: Buffer): StoredTimes | undefined {
  if (bytes.length !== TIMES_BYTES) return undefined;
  return {
    lastActivityAt: bytes.readDoubleLE(0),
    lastRenewedAt: bytes.readDoubleLE(8),
    renewalCount: bytes.readUInt32LE(16),
    isReported: bytes[20] === 1,
  };
}

export function encodeFormerId(slot: number, until: number): Buffer {
  const bytes = Buffer.allocUnsafe(12);
  bytes.writeUInt32LE(slot, 0);
  bytes.writeDoubleLE(until, 4);
  return bytes;
}

/** `undefined` for bytes that `encodeFormerId` did not write. */
export function decodeFormerId(bytes: Buffer): { readonly slot: number; readonly until: number } | undefined {
  return bytes.length === 12 ? { slot: bytes.readUInt32LE(0), until: bytes.readDoubleLE(4) } : undefined;
}

/** `undefined` for bytes that are not a quarantined record. */
export function decodeQuarantined(bytes: Buffer): QuarantinedRecord | undefined {
  const value = parsed(bytes);
  if (!isJsonObject(value)) return undefined;
  const { id, handle, problem, quarantinedAt, keptUntil, raw } = value;
  if (typeof id !== 'string' || typeof problem !== 'string') return undefined;
  return {
    id,
    ...(isHandle(handle) && { handle }),
    problem,
    quarantinedAt: number(quarantinedAt),
    keptUntil: number(keptUntil),
    raw,
  };
}

export function encodeRemembered({ id, until, ending }: RememberedEnding): Buffer {
  const fields =
    'next' in ending
      ? [ending.endedAt, ending.next]
      : [ending.endedAt, ending.reason, ending.userId, ...(ending.by === undefined ? [] : [ending.by])];
  return Buffer.from(JSON.stringify([id, until, ...fields]));
}

/** `undefined` for bytes that `encodeRemembered` did not write. */
export function decodeRemembered(number: number, bytes: Buffer): RememberedEnding | undefined {
  const value = parsed(bytes);
  if (!Array.isArray(value)) return undefined;
  const fields: readonly unknown[] = value;
  const [id, until, endedAt, reasonOrNext, userId, by] = fields;
  if (typeof id !== 'string' || typeof until !== 'number' || typeof endedAt !== 'number') return undefined;
  if (typeof reasonOrNext !== 'string') return undefined;
  if (fields.length === 4) return { number, id, until, ending: { next: reasonOrNext, endedAt } };
  if (!isUser(userId)) return undefined;
  return {
    number,
    id,
    until,
    ending: { reason: reasonOrNext, endedAt, userId: userId ?? undefined, ...(typeof by === 'string' && { by }) },
  };
}

/** `undefined` for bytes that are not JSON. */
export function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

function isUser(value: unknown): value is string | null {
  return typeof value === 'string' || value === null;
}

export function isSlot(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 2 ** 32;
}

/** JSON writes NaN as null. */
function number(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}

function frozen(value: JsonObject): JsonObject {
  for (const _ in value) return freezeJson(value);
  return EMPTY_JSON;
}
