import { isHandle } from './handle.js';
import { isJsonObject } from './json.js';
import { expiresAt, warnAt } from './lifetime.js';
import type { Session } from './session.js';
import { isDuration, type Timeouts } from './timeouts.js';

/** A record as the store read it, before any check. */
export type StoredRecord = { readonly [Field in keyof Session]?: unknown };

/**
 * Says what is wrong with a stored record; `undefined` if the record is valid. A record is corrupted if a field is
 * missing or has a wrong type, or if its times contradict each other. The result never quotes a value, because values
 * may be secret.
 */
export function corruptionIn(record: StoredRecord): string | undefined {
  const { id, handle, userId, authenticatedAt, attributes, metadata } = record;
  if (typeof id !== 'string' || id === '') return 'id is not a string';
  if (!isHandle(handle)) return 'handle is not valid';
  if (userId !== undefined && (typeof userId !== 'string' || userId === '')) return 'userId is not a string';
  if (authenticatedAt !== undefined && !isInstant(authenticatedAt)) return 'authenticatedAt is not an instant';
  if (!isJsonObject(attributes)) return 'attributes is not an object';
  if (!isJsonObject(metadata)) return 'metadata is not an object';
  return corruptionInTimes(record);
}

/** The part of `corruptionIn` that checks times, timeouts and the renewal count. */
export function corruptionInTimes(record: StoredRecord): string | undefined {
  const { createdAt, lastActivityAt, lastRenewedAt, timeouts, renewalCount } = record;
  if (!isInstant(createdAt)) return 'createdAt is not an instant';
  if (!isInstant(lastActivityAt)) return 'lastActivityAt is not an instant';
  if (!isInstant(lastRenewedAt)) return 'lastRenewedAt is not an instant';
  if (lastActivityAt < createdAt) return 'lastActivityAt is before createdAt';
  if (lastRenewedAt < createdAt) return 'lastRenewedAt is before createdAt';
  if (!isCount(renewalCount)) return 'renewalCount is not a count';
  if (!isTimeouts(timeouts)) return 'timeouts are not valid';
  const life = { createdAt, lastRenewedAt, timeouts };
  if (record.expiresAt !== expiresAt(life)) return 'expiresAt does not follow from its times';
  if (record.warnAt !== warnAt(life)) return 'warnAt does not follow from its times';
  return undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Epoch milliseconds that a `Date` can show. */
function isInstant(value: unknown): value is number {
  return isCount(value) && value <= 8.64e15;
}

function isTimeouts(value: unknown): value is Timeouts {
  if (!isJsonObject(value)) return false;
  const { idleTimeoutMs, absoluteTimeoutMs, warningThresholdMs, autoRenew } = value;
  return (
    isDuration('idleTimeoutMs', idleTimeoutMs) &&
    isDuration('absoluteTimeoutMs', absoluteTimeoutMs) &&
    isDuration('warningThresholdMs', warningThresholdMs) &&
    typeof autoRenew === 'boolean' &&
    warningThresholdMs <= idleTimeoutMs &&
    idleTimeoutMs <= absoluteTimeoutMs
  );
}
