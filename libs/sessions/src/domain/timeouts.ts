/** When a session expires, in whole milliseconds. `warningThresholdMs <= idleTimeoutMs <= absoluteTimeoutMs`. */
export interface Timeouts {
  /** The longest gap between two activities. At least 1. */
  readonly idleTimeoutMs: number;
  /** The longest life, however active. At least 1. */
  readonly absoluteTimeoutMs: number;
  /** How long before its expiry a session counts as expiring soon. 0 means never. */
  readonly warningThresholdMs: number;
  /** Whether activity extends the session. */
  readonly autoRenew: boolean;
}

export type TimeoutChanges = Partial<Timeouts>;
export type DurationField = 'idleTimeoutMs' | 'absoluteTimeoutMs' | 'warningThresholdMs';

/** A hundred years: longer than any session, and short enough that all instants are exact integers. */
export const LONGEST_DURATION_MS = 100 * 365 * 24 * 3_600_000;

/** Two durations that contradict each other: `lesser` must not be above `greater`. */
export interface TimeoutConflict {
  readonly lesser: DurationField;
  readonly lesserMs: number;
  readonly greater: DurationField;
  readonly greaterMs: number;
}

export type TimeoutsResult =
  | { readonly ok: true; readonly timeouts: Timeouts }
  | { readonly ok: false; readonly conflicts: readonly TimeoutConflict[] };

/**
 * The timeouts of a new session. A default warning threshold above the idle timeout is lowered to the idle timeout. The
 * default absolute timeout is never raised: an idle timeout above it is a conflict.
 */
export function completeTimeouts(requested: TimeoutChanges, defaults: Timeouts): TimeoutsResult {
  if (Object.keys(requested).length === 0) return { ok: true, timeouts: defaults };
  const idleTimeoutMs = requested.idleTimeoutMs ?? defaults.idleTimeoutMs;
  return checkTimeouts({
    idleTimeoutMs,
    absoluteTimeoutMs: requested.absoluteTimeoutMs ?? defaults.absoluteTimeoutMs,
    warningThresholdMs: requested.warningThresholdMs ?? Math.min(defaults.warningThresholdMs, idleTimeoutMs),
    autoRenew: requested.autoRenew ?? defaults.autoRenew,
  });
}

/** The timeouts of a session after the given fields have changed. */
export function changeTimeouts(current: Timeouts, changes: TimeoutChanges): TimeoutsResult {
  return checkTimeouts({
    idleTimeoutMs: changes.idleTimeoutMs ?? current.idleTimeoutMs,
    absoluteTimeoutMs: changes.absoluteTimeoutMs ?? current.absoluteTimeoutMs,
    warningThresholdMs: changes.warningThresholdMs ?? current.warningThresholdMs,
    autoRenew: changes.autoRenew ?? current.autoRenew,
  });
}

function checkTimeouts(timeouts: Timeouts): TimeoutsResult {
  const conflicts = [
    ...conflict(timeouts, 'idleTimeoutMs', 'absoluteTimeoutMs'),
    ...conflict(timeouts, 'warningThresholdMs', 'idleTimeoutMs'),
  ];
  return conflicts.length === 0 ? { ok: true, timeouts: Object.freeze(timeouts) } : { ok: false, conflicts };
}

/** Whether a value is valid for this field. Does not compare it with the other fields. */
export function isDuration(field: DurationField, value: unknown): value is number {
  const least = field === 'warningThresholdMs' ? 0 : 1;
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= LONGEST_DURATION_MS;
}

function conflict(timeouts: Timeouts, lesser: DurationField, greater: DurationField): TimeoutConflict[] {
  if (timeouts[lesser] <= timeouts[greater]) return [];
  return [{ lesser, lesserMs: timeouts[lesser], greater, greaterMs: timeouts[greater] }];
}
